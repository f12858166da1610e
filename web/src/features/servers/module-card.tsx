import { Badge, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localText } from '../../ui/form/schema-model.ts'
import type { Module } from '../products/catalog-requests.ts'

interface ModuleCardProps {
  module: Module
  onChoose: () => void
}

/** One way to deliver, to choose: what it is for and what it can do beyond the usual. */
export function ModuleCard({ module, onChoose }: ModuleCardProps) {
  const { t, i18n } = useTranslation()
  const name = localText(module.name, i18n.language) ?? module.id
  const abilities = module.abilities.filter((ability) =>
    i18n.exists(`servers.modules.ability.${ability}`),
  )
  return (
    <Paper component="li" style={{ listStyle: 'none' }}>
      <UnstyledButton onClick={onChoose} p="md" w="100%" h="100%" className="line-link">
        <Stack gap={6} h="100%">
          <Group gap="xs" justify="space-between">
            <Text fw={600}>{name}</Text>
            <Group gap={4}>
              {module.kinds.map((kind) => (
                <Badge key={kind} variant="light" color="gray" radius="sm" tt="none">
                  {t(`servers.modules.kind.${kind}`, { defaultValue: kind })}
                </Badge>
              ))}
            </Group>
          </Group>
          {abilities.length > 0 && (
            <Text size="sm" c="dimmed">
              {abilities.map((ability) => t(`servers.modules.ability.${ability}`)).join(' · ')}
            </Text>
          )}
        </Stack>
      </UnstyledButton>
    </Paper>
  )
}
