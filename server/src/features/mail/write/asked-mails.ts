import type { EventPayload } from '../../../platform/events.ts'

/** Whether an event may ask for a mail: money that pays its document is told by the receipt. */
export async function askedMails(): Promise<(event: string, payload: EventPayload) => boolean> {
  return (event, { outcome }) => event !== 'payment.received' || outcome === 'partial'
}
