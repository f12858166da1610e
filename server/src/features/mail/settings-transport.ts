import type { Context } from '../../context.ts'
import { SECOND } from '../../domain/instant.ts'
import { businessSettings } from '../settings/business.ts'
import { openSetting, readSettings } from '../settings/sections.ts'
import { mailSettings } from './settings.ts'
import type { MailTransport, SendResult } from './transport.ts'

/** A server that does not answer must not hold the others up. All together stay under the lease. */
const LIMITS = {
  dnsTimeout: 10 * SECOND,
  connectionTimeout: 15 * SECOND,
  greetingTimeout: 15 * SECOND,
  socketTimeout: 60 * SECOND,
}

/** Sends by the SMTP server of the settings; without one, mails are kept. */
export function settingsTransport(context: () => Context): MailTransport {
  return {
    async send({ messageId, ...mail }) {
      if (context().safeMode.current) return { kind: 'failed', message: 'Berth is in safe mode.' }
      const smtp = await readSmtp(context())
      if (!smtp) return { kind: 'kept' }
      const { from, ...options } = smtp
      if (!from.address) return { kind: 'failed', message: 'No sender address is set.' }
      const { createTransport } = await import('nodemailer')
      const transport = createTransport({ ...options, ...LIMITS })
      try {
        await transport.sendMail({ ...mail, from, messageId: messageIdOf(messageId, from.address) })
        return { kind: 'sent' }
      } catch (error) {
        return failure(error)
      } finally {
        transport.close()
      }
    },
  }
}

/** The settings as nodemailer wants them, read for each mail so that a change counts at once. */
async function readSmtp({ db, secrets }: Context) {
  const { host, port, encryption, user, ...rest } = await readSettings(db, mailSettings)
  if (host === '') return null
  const business = await readSettings(db, businessSettings)
  const pass = openSetting(secrets, mailSettings, rest.password)
  return {
    host,
    port,
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    ...(user ? { auth: { user, pass } } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
    from: { name: rest.fromName || business.name, address: rest.fromAddress || business.email },
  }
}

function messageIdOf(id: string, from: string): string {
  return `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`
}

/** Only a refused receiver is final: what is wrong with the server may be put right. */
function failure(error: unknown): SendResult {
  const message = error instanceof Error ? error.message : String(error)
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  const permanent = code === 'EENVELOPE' && (responseCode ?? 0) >= 500
  return { kind: 'failed', message: message.slice(0, 500), permanent }
}
