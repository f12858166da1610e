import { Box, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { groupPermissions, permissionVerb } from './permission-groups.ts'

interface PermissionPickerProps {
  all: readonly string[]
  value: string[]
  onChange: (value: string[]) => void
  /** Those that may not be given, because the reader lacks them. */
  isGrantable: (permission: string) => boolean
  disabled?: boolean
}

/** Every permission as a box to tick, noun by noun. */
export function PermissionPicker(props: PermissionPickerProps) {
  const { t } = useTranslation()
  const { all, value, onChange, isGrantable, disabled } = props
  const chosen = new Set(value)
  const set = (permissions: string[], isGiven: boolean) => {
    const next = new Set(value)
    for (const one of permissions)
      if (isGiven) next.add(one)
      else next.delete(one)
    onChange(all.filter((one) => next.has(one)))
  }
  return (
    <Stack gap={0}>
      {groupPermissions(all).map(({ noun, permissions }) => {
        const grantable = permissions.filter(isGrantable)
        const count = permissions.filter((one) => chosen.has(one)).length
        return (
          <Group
            key={noun}
            gap="md"
            py={6}
            align="flex-start"
            style={{ borderTop: '1px solid var(--berth-line)' }}
          >
            <Box w={170}>
              <Checkbox
                size="xs"
                label={
                  <Text size="sm" fw={600}>
                    {t(`staff.noun.${noun}`, { defaultValue: noun })}
                  </Text>
                }
                checked={count === permissions.length}
                indeterminate={count > 0 && count < permissions.length}
                disabled={disabled || grantable.length === 0}
                onChange={(event) => set(grantable, event.currentTarget.checked)}
              />
            </Box>
            <Group gap="sm" style={{ flex: '1 1 240px' }}>
              {permissions.map((permission) => (
                <Checkbox
                  key={permission}
                  size="xs"
                  title={permission}
                  label={t(`staff.verb.${permissionVerb(permission)}`, {
                    defaultValue: permissionVerb(permission),
                  })}
                  checked={chosen.has(permission)}
                  disabled={disabled || !isGrantable(permission)}
                  onChange={(event) => set([permission], event.currentTarget.checked)}
                />
              ))}
            </Group>
          </Group>
        )
      })}
    </Stack>
  )
}
