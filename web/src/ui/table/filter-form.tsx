import { Button, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface FilterFormProps {
  onApply: () => void
  isDisabled?: boolean
  children: ReactNode
}

/** A filter that is typed first and applied then; Enter does it too. */
export function FilterForm({ onApply, isDisabled, children }: FilterFormProps) {
  const { t } = useTranslation()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isDisabled) onApply()
      }}
    >
      <Stack gap="xs">
        {children}
        <Button type="submit" size="xs" disabled={isDisabled}>
          {t('ui.table.apply')}
        </Button>
      </Stack>
    </form>
  )
}
