import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconEyeOff,
  IconFileInvoice,
  IconFileOff,
  IconHandStop,
  IconHourglass,
  IconLoader2,
  IconPlayerPause,
  IconPlayerTrackNext,
  IconPlugConnectedX,
  IconProgressCheck,
  IconQuestionMark,
  IconReceiptRefund,
  IconReplace,
  type TablerIcon,
} from '@tabler/icons-react'

export interface StatusLook {
  color: string
  icon: TablerIcon
}

const look = (color: string, icon: TablerIcon): StatusLook => ({ color, icon })

/**
 * Colour and icon of every status, by kind of subject. The word is a text, `ui.status.<kind>.<status>`.
 * Grey is over, blue is on its way, amber wants a look, red is wrong, green is well.
 */
export const STATUS_LOOKS = {
  service: {
    pending: look('blue', IconClock),
    active: look('teal', IconCircleCheck),
    suspended: look('orange', IconPlayerPause),
    expired: look('red', IconHourglass),
    terminated: look('gray', IconCircleX),
    cancelled: look('gray', IconBan),
  },
  operation: {
    queued: look('gray', IconClock),
    running: look('blue', IconLoader2),
    succeeded: look('teal', IconCircleCheck),
    failed: look('red', IconAlertTriangle),
    unknown: look('orange', IconQuestionMark),
    abandoned: look('gray', IconBan),
    superseded: look('gray', IconReplace),
  },
  document: {
    open: look('blue', IconFileInvoice),
    awaiting_transfer: look('yellow', IconClock),
    partial: look('yellow', IconProgressCheck),
    overdue: look('red', IconAlertTriangle),
    issued: look('indigo', IconFileInvoice),
    paid: look('teal', IconCircleCheck),
    void: look('gray', IconFileOff),
    credited: look('grape', IconReceiptRefund),
  },
  payment: {
    open: look('blue', IconClock),
    paid: look('teal', IconCircleCheck),
    allocated: look('teal', IconCircleCheck),
    partial: look('yellow', IconProgressCheck),
    refused: look('red', IconCircleX),
    abandoned: look('gray', IconBan),
    refunded: look('grape', IconReceiptRefund),
    unallocated: look('orange', IconQuestionMark),
    resolved: look('gray', IconCircleCheck),
    charged_back: look('red', IconAlertTriangle),
  },
  order: {
    open: look('blue', IconClock),
    paid: look('teal', IconCircleCheck),
    cancelled: look('gray', IconBan),
  },
  renewal: {
    open: look('blue', IconClock),
    applied: look('teal', IconCircleCheck),
    withdrawn: look('gray', IconCircleX),
    reversed: look('grape', IconReceiptRefund),
  },
  server: {
    healthy: look('teal', IconCircleCheck),
    unhealthy: look('red', IconAlertTriangle),
    unknown: look('gray', IconQuestionMark),
    disabled: look('gray', IconBan),
  },
  gate: {
    open: look('teal', IconCircleCheck),
    paused: look('orange', IconPlayerPause),
    broken: look('red', IconPlugConnectedX),
    suspended: look('gray', IconHandStop),
  },
  drift: {
    open: look('orange', IconAlertTriangle),
    ignored: look('gray', IconEyeOff),
    fixing: look('blue', IconLoader2),
    fixed: look('teal', IconCircleCheck),
    gone: look('gray', IconCircleCheck),
  },
  batch: {
    planning: look('gray', IconLoader2),
    planned: look('yellow', IconClock),
    running: look('blue', IconLoader2),
    paused: look('orange', IconPlayerPause),
    finished: look('teal', IconCircleCheck),
    cancelled: look('gray', IconBan),
  },
  batchRow: {
    willDo: look('blue', IconCircleDashed),
    waiting: look('gray', IconClock),
    running: look('blue', IconLoader2),
    done: look('teal', IconCircleCheck),
    failed: look('red', IconAlertTriangle),
    skipped: look('gray', IconPlayerTrackNext),
    cancelled: look('gray', IconBan),
  },
  mail: {
    queued: look('blue', IconClock),
    sent: look('teal', IconCircleCheck),
    failed: look('red', IconAlertTriangle),
    kept: look('gray', IconCircleDashed),
  },
  endpoint: {
    enabled: look('teal', IconCircleCheck),
    failing: look('red', IconAlertTriangle),
    disabled: look('gray', IconBan),
  },
  delivery: {
    queued: look('blue', IconClock),
    delivered: look('teal', IconCircleCheck),
    failed: look('red', IconAlertTriangle),
    abandoned: look('gray', IconBan),
  },
} as const satisfies Record<string, Record<string, StatusLook>>

export type StatusKind = keyof typeof STATUS_LOOKS

/** The look of a status; an unknown one is shown plainly rather than not at all. */
export function lookOf(kind: StatusKind, status: string): StatusLook {
  const looks: Record<string, StatusLook> = STATUS_LOOKS[kind]
  return looks[status] ?? look('gray', IconCircleDashed)
}
