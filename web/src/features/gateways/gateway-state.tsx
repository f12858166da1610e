import { Badge } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleOff,
  IconPencilExclamation,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { GatewayRow } from './gateway-requests.ts'

const LOOKS: Record<GatewayRow['state'], { color: string; icon: TablerIcon }> = {
  ready: { color: 'teal', icon: IconCircleCheck },
  off: { color: 'gray', icon: IconCircleOff },
  incomplete: { color: 'orange', icon: IconPencilExclamation },
  failing: { color: 'red', icon: IconAlertTriangle },
}

/** Whether customers can pay with a gateway. */
export function GatewayState({ state }: Pick<GatewayRow, 'state'>) {
  const { t } = useTranslation()
  const { color, icon: Icon } = LOOKS[state]
  return (
    <Badge
      variant="light"
      color={color}
      radius="sm"
      tt="none"
      leftSection={<Icon size={13} stroke={2} aria-hidden />}
      style={{ flexShrink: 0 }}
    >
      {t(`gateways.state.${state}`)}
    </Badge>
  )
}
