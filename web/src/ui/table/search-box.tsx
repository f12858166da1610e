import { ActionIcon, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type Ref, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListState } from './use-list-state.ts'

const SEARCH_DELAY_MS = 150

interface SearchBoxProps {
  list: ListState
  label: string
  inputRef?: Ref<HTMLInputElement>
}

/** The search box: as you type, without filling the browser's history. */
export function SearchBox({ list, label, inputRef }: SearchBoxProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(list.search)
  useEffect(() => setText(list.search), [list.search])
  const search = useDebouncedCallback(
    (value: string) => list.change({ search: value.trim() }, { replace: true }),
    SEARCH_DELAY_MS,
  )
  const type = (value: string) => {
    setText(value)
    search(value)
  }
  return (
    <TextInput
      ref={inputRef}
      type="search"
      size="xs"
      placeholder={label}
      aria-label={label}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<IconSearch size={14} />}
      rightSection={
        text && (
          <ActionIcon size="xs" aria-label={t('ui.table.clearSearch')} onClick={() => type('')}>
            <IconX size={12} />
          </ActionIcon>
        )
      }
      style={{ flex: '1 1 130px', maxWidth: 380 }}
    />
  )
}
