import {
  IconAdjustments,
  IconArrowBackUp,
  IconArrowsExchange,
  IconCalendarMinus,
  IconCalendarOff,
  IconCalendarPlus,
  IconCalendarRepeat,
  IconCash,
  IconCreditCard,
  IconCreditCardOff,
  IconEraser,
  IconHandStop,
  IconLockOpen,
  IconPackage,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconReceiptOff,
  IconRefresh,
  IconRobot,
  IconRobotOff,
  IconServer,
  IconSwitch3,
  IconTag,
  IconTagOff,
  IconTags,
  IconTrash,
  IconTruckDelivery,
} from '@tabler/icons-react'
import { type ActionLook, type ActionOffer, verbOf } from '../../ui/action/action-types.ts'

/** How the actions on a service are shown; the server says which there are. */
export const SERVICE_LOOKS: Record<string, ActionLook> = {
  deliver: { icon: IconTruckDelivery, group: 'run' },
  suspend: { icon: IconPlayerPause, group: 'run' },
  unsuspend: { icon: IconPlayerPlay, group: 'run' },
  renew: { icon: IconCash, group: 'money' },
  withdraw_renewal: { icon: IconReceiptOff, group: 'money' },
  add_days: { icon: IconCalendarPlus, group: 'money' },
  subtract_days: { icon: IconCalendarMinus, group: 'money' },
  change_cycle: { icon: IconCalendarRepeat, group: 'money' },
  set_auto_pay: { icon: IconCreditCard, group: 'money' },
  charge_now: { icon: IconCash, group: 'money' },
  stop_auto_pay: { icon: IconCreditCardOff, group: 'money' },
  apply_price: { icon: IconTag, group: 'money' },
  undo_price_change: { icon: IconTagOff, group: 'money' },
  hold: { icon: IconHandStop, group: 'automation' },
  release: { icon: IconLockOpen, group: 'automation' },
  pause_automation: { icon: IconRobotOff, group: 'automation' },
  resume_automation: { icon: IconRobot, group: 'automation' },
  set_policy: { icon: IconAdjustments, group: 'automation' },
  rename: { icon: IconPencil, group: 'edit' },
  transfer: { icon: IconArrowsExchange, group: 'edit' },
  change_server: { icon: IconServer, group: 'edit' },
  change_product: { icon: IconPackage, group: 'edit' },
  change_type: { icon: IconTags, group: 'edit' },
  set_status: { icon: IconSwitch3, group: 'edit', isDangerous: true },
  cancel: { icon: IconCalendarOff, group: 'danger', isDangerous: true },
  undo_cancellation: { icon: IconArrowBackUp, group: 'danger' },
  redeliver: { icon: IconRefresh, group: 'danger', isDangerous: true, isTyped: true },
  terminate: { icon: IconTrash, group: 'danger', isDangerous: true, isTyped: true },
  delete: { icon: IconEraser, group: 'danger', isDangerous: true },
}

/** Actions whose input is a page of its own, not a dialog. */
const WITH_PAGES = new Set([
  ...['set_metadata', 'set_order_data', 'set_policy'],
  ...['add_option', 'edit_option', 'remove_option', 'remove_discount'],
])

/** Whether an action is offered in menus. */
export const isInMenu = (offer: ActionOffer) => !WITH_PAGES.has(verbOf(offer.id))
