import { Group, Text, Tooltip } from '@mantine/core'
import { StatusBadge } from '../../ui/value/status-badge.tsx'

interface ServerHealthProps {
  server: { health: string; healthMessage: string | null }
  size?: 'sm' | 'md'
}

/** Whether a server was well when it was last looked at; what was wrong on hover. */
export function ServerStatus({ server, size }: ServerHealthProps) {
  const badge = <StatusBadge kind="server" status={server.health} size={size} />
  if (!server.healthMessage) return badge
  return (
    <Tooltip label={server.healthMessage} multiline maw={360}>
      <span>{badge}</span>
    </Tooltip>
  )
}

/** The same with the last finding beside it, as far as there is room. */
export function ServerFinding({ server }: Pick<ServerHealthProps, 'server'>) {
  return (
    <Group gap={6} wrap="nowrap">
      <ServerStatus server={server} />
      {server.healthMessage && (
        <Text span size="xs" c="red" truncate maw={170} title={server.healthMessage}>
          {server.healthMessage}
        </Text>
      )}
    </Group>
  )
}
