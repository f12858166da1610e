import { Button, Code, Group, Spoiler, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyValueInput } from '../../ui/form/key-value-input.tsx'

/** The keys that the program gives a meaning, with what they begin with. */
const KNOWN_KEYS = {
  max_renewals: '12',
  max_renewals_in_current_month: '1',
  max_renewals_in_current_week: '1',
  disable_notify_expiration: 'true',
  disable_cancel: 'true',
  disable_auto_suspend: 'true',
  disable_auto_terminate: 'true',
} as const

interface MetadataInputProps {
  value: Record<string, string>
  onChange: (value: Record<string, string>) => void
  /** Words by JSON pointer; those below `pointer` are shown. */
  errors?: Record<string, string>
  pointer: string
}

/** Free keys and values; the known keys are explained and one click away. */
export function MetadataInput({ value, onChange, errors = {}, pointer }: MetadataInputProps) {
  const { t } = useTranslation()
  const [round, setRound] = useState(0)
  const complaints = Object.entries(errors)
    .filter(([at]) => at.startsWith(`${pointer}/`))
    .map(([at, words]) => `${at.slice(pointer.length + 1)}: ${words}`)
  const add = (key: keyof typeof KNOWN_KEYS) => {
    onChange({ ...value, [key]: KNOWN_KEYS[key] })
    setRound(round + 1)
  }
  return (
    <Stack gap="sm">
      <KeyValueInput
        key={round}
        label={t('metadata.title')}
        description={t('metadata.text')}
        error={complaints.length > 0 ? complaints.join(' ') : errors[pointer]}
        value={value}
        onChange={onChange}
      />
      <Spoiler
        maxHeight={0}
        showLabel={t('metadata.showKnown')}
        hideLabel={t('metadata.hideKnown')}
        styles={{ control: { fontSize: 'var(--mantine-font-size-sm)' } }}
      >
        <Stack gap={6}>
          {(Object.keys(KNOWN_KEYS) as (keyof typeof KNOWN_KEYS)[]).map((key) => (
            <Group key={key} gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
              <Text size="sm" component="div">
                <Code>{key}</Code>{' '}
                <Text span size="sm" c="dimmed">
                  {t(`metadata.keys.${key}`)}
                </Text>
              </Text>
              <Button
                variant="default"
                size="compact-xs"
                leftSection={<IconPlus size={12} />}
                disabled={key in value}
                aria-label={t('metadata.addKey', { key })}
                style={{ flexShrink: 0 }}
                onClick={() => add(key)}
              >
                {t('ui.form.add')}
              </Button>
            </Group>
          ))}
        </Stack>
      </Spoiler>
    </Stack>
  )
}
