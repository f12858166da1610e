import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** The keys that the program gives a meaning, with what they begin with. */
export const KNOWN_KEYS = {
  max_renewals: '12',
  max_renewals_in_current_month: '1',
  max_renewals_in_current_week: '1',
  disable_notify_expiration: 'true',
  disable_cancel: 'true',
  disable_auto_suspend: 'true',
  disable_auto_terminate: 'true',
} as const

export type KnownKey = keyof typeof KNOWN_KEYS

interface KnownKeysProps {
  /** Keys that are set already. */
  value: Record<string, string>
  /** What applies without one, where another level says something. */
  inherited?: Record<string, string>
  disabled?: boolean
  onAdd: (key: KnownKey) => void
}

/** Every key with a meaning: what it does, what is inherited, and one click to set it. */
export function KnownKeys({ value, inherited = {}, disabled, onAdd }: KnownKeysProps) {
  const { t } = useTranslation()
  return (
    <Stack gap={8}>
      {(Object.keys(KNOWN_KEYS) as KnownKey[]).map((key) => (
        <Group key={key} gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
          <Text size="sm" component="div">
            <Code>{key}</Code>{' '}
            <Text span size="sm" c="dimmed">
              {t(`metadata.keys.${key}`)}
            </Text>
            {inherited[key] !== undefined && (
              <Text size="xs" component="div">
                {t('metadata.fromProduct', { value: inherited[key] })}
                {key in value && ` ${t('metadata.overridden')}`}
              </Text>
            )}
          </Text>
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconPlus size={12} />}
            disabled={disabled || key in value}
            aria-label={t('metadata.addKey', { key })}
            style={{ flexShrink: 0 }}
            onClick={() => onAdd(key)}
          >
            {t('ui.form.add')}
          </Button>
        </Group>
      ))}
    </Stack>
  )
}
