import {
  IconArchive,
  IconCalendarOff,
  IconCreditCard,
  IconFileInvoice,
  IconMail,
  IconMailExclamation,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconRocket,
  IconShoppingCart,
  IconShoppingCartOff,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react'

/** The kinds of steps that are told apart at a glance, by what they mean to the customer. */
export const STEP_GROUPS = [
  { id: 'documents', color: 'harbour', icon: IconFileInvoice, steps: ['invoice', 'renew'] },
  {
    id: 'reminders',
    color: 'indigo',
    icon: IconMail,
    steps: ['remind', 'final_notice', 'remind_order'],
  },
  { id: 'charges', color: 'teal', icon: IconCreditCard, steps: ['charge'] },
  { id: 'suspensions', color: 'orange', icon: IconPlayerPause, steps: ['suspend'] },
  { id: 'ends', color: 'red', icon: IconTrash, steps: ['expire', 'cancel', 'cancel_order'] },
  {
    id: 'others',
    color: 'gray',
    icon: IconPlayerPlay,
    steps: ['unsuspend', 'deliver', 'change_price', 'archive'],
  },
] as const satisfies StepGroup[]

export interface StepGroup {
  id: string
  color: string
  icon: TablerIcon
  steps: readonly string[]
}

/** Every kind of step, in the order in which they are offered. */
export const STEP_KINDS: readonly string[] = STEP_GROUPS.flatMap(({ steps }) => [...steps])

const OWN_ICONS: Record<string, TablerIcon> = {
  renew: IconRefresh,
  final_notice: IconMailExclamation,
  remind_order: IconShoppingCart,
  cancel: IconCalendarOff,
  cancel_order: IconShoppingCartOff,
  deliver: IconRocket,
  archive: IconArchive,
}

const [FIRST] = STEP_GROUPS
const LAST = STEP_GROUPS.at(-1) ?? FIRST

/** How a kind of step is drawn; one that a later version brings is one of the others. */
export function lookOfStep(step: string): { color: string; icon: TablerIcon; group: string } {
  const group: StepGroup =
    STEP_GROUPS.find(({ steps }) => (steps as readonly string[]).includes(step)) ?? LAST
  return { color: group.color, icon: OWN_ICONS[step] ?? group.icon, group: group.id }
}

/** How many steps of each group. */
export function countGroups(steps: Record<string, number>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [step, count] of Object.entries(steps)) {
    const { group } = lookOfStep(step)
    counts[group] = (counts[group] ?? 0) + count
  }
  return counts
}
