import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface KeyValueInputProps {
  label: ReactNode
  description?: ReactNode
  error?: ReactNode
  required?: boolean
  disabled?: boolean
  value: Record<string, string>
  onChange: (value: Record<string, string>) => void
}

interface Row {
  id: number
  key: string
  value: string
}

/** Pairs of texts: metadata, environment variables. A row without a key is not kept. */
export function KeyValueInput(props: KeyValueInputProps) {
  const { t } = useTranslation()
  const [rows, setRows] = useState<Row[]>(() =>
    Object.entries(props.value).map(([key, value], id) => ({ id, key, value })),
  )
  const update = (next: Row[]) => {
    setRows(next)
    props.onChange(
      Object.fromEntries(next.filter((row) => row.key).map((row) => [row.key, row.value])),
    )
  }
  const edit = (id: number, change: Partial<Row>) =>
    update(rows.map((row) => (row.id === id ? { ...row, ...change } : row)))
  return (
    <Input.Wrapper
      label={props.label}
      description={props.description}
      error={props.error}
      required={props.required}
    >
      <Stack gap={6} mt={4}>
        {rows.map((row) => (
          <Group key={row.id} gap={6} wrap="nowrap">
            <TextInput
              aria-label={t('ui.form.key')}
              placeholder={t('ui.form.key')}
              value={row.key}
              disabled={props.disabled}
              onChange={(event) => edit(row.id, { key: event.currentTarget.value })}
              style={{ flex: 1 }}
            />
            <TextInput
              aria-label={t('ui.form.value')}
              placeholder={t('ui.form.value')}
              value={row.value}
              disabled={props.disabled}
              onChange={(event) => edit(row.id, { value: event.currentTarget.value })}
              style={{ flex: 1.5 }}
            />
            <ActionIcon
              aria-label={t('ui.form.remove')}
              disabled={props.disabled}
              onClick={() => update(rows.filter((one) => one.id !== row.id))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="default"
          size="compact-xs"
          w="fit-content"
          disabled={props.disabled}
          leftSection={<IconPlus size={12} />}
          onClick={() => update([...rows, { id: nextId(rows), key: '', value: '' }])}
        >
          {t('ui.form.add')}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}

function nextId(rows: Row[]): number {
  return rows.reduce((highest, row) => Math.max(highest, row.id), -1) + 1
}
