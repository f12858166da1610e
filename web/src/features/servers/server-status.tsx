import { Tooltip } from '@mantine/core'
import { StatusBadge } from '../../ui/value/status-badge.tsx'

interface ServerStatusProps {
  server: { health: string; healthMessage: string | null; suspendedAt: string | null }
  size?: 'sm' | 'md'
}

/** Whether a server is well; suspended by staff wins over what the last test found. */
export function ServerStatus({ server, size }: ServerStatusProps) {
  const status = server.suspendedAt ? 'disabled' : server.health
  const badge = <StatusBadge kind="server" status={status} size={size} />
  if (!server.healthMessage) return badge
  return (
    <Tooltip label={server.healthMessage}>
      <span>{badge}</span>
    </Tooltip>
  )
}
