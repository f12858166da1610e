import type { SendMailOptions, Transporter } from 'nodemailer'
import type { Context } from '../../context.ts'
import { SECOND } from '../../domain/instant.ts'
import { businessSettings } from '../settings/business.ts'
import { openSetting, readSettings } from '../settings/sections.ts'
import { mailIsConfigured, mailSettings } from './settings.ts'
import { CONNECTIONS, type MailTransport, type SendResult } from './transport.ts'

/** A server that does not answer must not hold the others up. All together stay under the lease. */
const LIMITS = {
  dnsTimeout: 10 * SECOND,
  connectionTimeout: 15 * SECOND,
  greetingTimeout: 15 * SECOND,
  socketTimeout: 60 * SECOND,
}

/**
 * Connections are kept for the next mail, so long at most: servers close idle ones sooner or later.
 * One that breaks off fails its mail, which is tried again as any other: only an attempt that is on
 * record may send.
 */
const POOL = {
  pool: true,
  maxConnections: CONNECTIONS,
  maxMessages: 100,
  maxRequeues: 0,
  idleTimeout: 2 * SECOND,
} as const

/**
 * Sends by the SMTP server of the settings; without one, mails are kept. What a person awaits has a
 * connection of its own, so that it never queues behind others.
 */
export function settingsTransport(context: () => Context): MailTransport {
  let pooled: { key: string; transport: Transporter } | null = null

  /** The connections to this server; those to a former one end with what they are sending. */
  async function poolOf(options: Smtp): Promise<Transporter> {
    const { createTransport } = await import('nodemailer')
    const key = JSON.stringify(options)
    if (pooled?.key !== key) {
      pooled?.transport.close()
      pooled = { key, transport: createTransport({ ...options, ...LIMITS, ...POOL }) }
    }
    return pooled.transport
  }

  async function post(options: Smtp, mail: SendMailOptions, isAwaited: boolean): Promise<void> {
    if (!isAwaited) {
      await (await poolOf(options)).sendMail(mail)
      return
    }
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({ ...options, ...LIMITS })
    await transport.sendMail(mail).finally(() => transport.close())
  }

  return {
    async send({ messageId, isAwaited = false, ...mail }) {
      if (context().safeMode.current) return { kind: 'failed', message: 'Berth is in safe mode.' }
      const smtp = await readSmtp(context())
      if (!smtp) return { kind: 'kept' }
      const { from, ...options } = smtp
      if (!from.address) return { kind: 'failed', message: 'No sender address is set.' }
      const words = { ...mail, from, messageId: messageIdOf(messageId, from.address) }
      try {
        await post(options, words, isAwaited)
        return { kind: 'sent' }
      } catch (error) {
        return failure(error)
      }
    },
    async keeps() {
      return !context().safeMode.current && !(await mailIsConfigured(context().db))
    },
    close() {
      pooled?.transport.close()
      pooled = null
    },
  }
}

type Smtp = Omit<NonNullable<Awaited<ReturnType<typeof readSmtp>>>, 'from'>

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
