import { Text } from '@mantine/core'
import type { ServicePage } from '../services/service-requests.ts'

/** Why the service is in its state, in one line. */
export function ServiceWhy({ service }: { service: ServicePage }) {
  return (
    <Text size="sm" c="var(--mantine-color-text)">
      {service.why}
    </Text>
  )
}
