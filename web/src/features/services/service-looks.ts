import {
  IconArrowBackUp,
  IconCalendarOff,
  IconCash,
  IconEraser,
  IconHandStop,
  IconLockOpen,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconReceiptOff,
  IconRefresh,
  IconRobot,
  IconRobotOff,
  IconTrash,
  IconTruckDelivery,
} from '@tabler/icons-react'
import type { ActionLook } from '../../ui/action/action-types.ts'

/** How the actions on a service are shown; the server says which there are. */
export const SERVICE_LOOKS: Record<string, ActionLook> = {
  deliver: { icon: IconTruckDelivery, group: 'run' },
  suspend: { icon: IconPlayerPause, group: 'run' },
  unsuspend: { icon: IconPlayerPlay, group: 'run' },
  renew: { icon: IconCash, group: 'money' },
  withdraw_renewal: { icon: IconReceiptOff, group: 'money' },
  hold: { icon: IconHandStop, group: 'automation' },
  release: { icon: IconLockOpen, group: 'automation' },
  pause_automation: { icon: IconRobotOff, group: 'automation' },
  resume_automation: { icon: IconRobot, group: 'automation' },
  rename: { icon: IconPencil, group: 'name' },
  cancel: { icon: IconCalendarOff, group: 'danger', isDangerous: true },
  undo_cancellation: { icon: IconArrowBackUp, group: 'danger' },
  redeliver: { icon: IconRefresh, group: 'danger', isDangerous: true, isTyped: true },
  terminate: { icon: IconTrash, group: 'danger', isDangerous: true, isTyped: true },
  delete: { icon: IconEraser, group: 'danger', isDangerous: true },
}
