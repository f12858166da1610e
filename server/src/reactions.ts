import type { Reactions } from './platform/jobs.ts'

/**
 * event → the jobs it causes, each in the transaction of the event. What happens when an invoice
 * is paid, a service suspended, an operation given up? It stands here.
 */
export const reactions: Reactions = {
  'mail.probe': ['mail.write'],
}
