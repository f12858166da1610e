import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import type { Tx } from '../../../platform/db.ts'
import { newId } from '../../../platform/ids.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { record } from '../../history/record.ts'
import { type MailRow, mailSubject } from '../mail-subject.ts'
import { mails } from '../tables.ts'
import { tokenContext } from '../write/draft.ts'
import { wakeSending } from '../write/wake-sending.ts'

const input = z.strictObject({})
const output = z.object({ id: z.uuid() })

/** Staff send a mail once more, word for word: they wait for it. */
export const resendMail = defineAction<
  Context,
  MailRow,
  z.output<typeof input>,
  z.output<typeof output>
>({
  id: 'mail.resend',
  on: mailSubject,
  permission: 'mails:send',
  audiences: ['staff'],
  summary: 'Send a mail once more; answers the mail that is sent',
  input,
  output,
  check: (mail) =>
    mail.state === 'queued'
      ? refused('mail_waiting')
      : allowed({ key: 'mail.effect.sent_again', params: { address: mail.toAddress } }),
  async run(tx, mail, _input, env) {
    const id = mail.state === 'sent' ? await copy(tx, env, mail) : await queueAgain(tx, env, mail)
    const { customerId } = mail
    await record(tx, env, [
      { subject: 'mail', subjectId: mail.id, customerId, kind: 'mail.resent', after: { id } },
    ])
    await tellChanged(tx, [{ subject: 'mail', id, customerId }])
    await wakeSending(tx, true)
    return { id }
  },
})

/** One that never left: the same mail. Its first attempt is behind it, so its words stay. */
async function queueAgain(tx: Tx, env: Env, { id }: MailRow): Promise<string> {
  await tx
    .update(mails)
    .set({ state: 'queued', attempts: 1, isAwaited: true, dueAt: env.now, error: null })
    .where(eq(mails.id, id))
  return id
}

/** One that has left: a second mail, so that the first stays on record as it was. */
async function copy(tx: Tx, { ctx, now }: Env, mail: MailRow): Promise<string> {
  const id = newId()
  const token = mail.oneTimeToken && ctx.secrets.open(mail.oneTimeToken, tokenContext(mail.id))
  await tx.insert(mails).values({
    ...mail,
    id,
    dedupeKey: `resent:${id}`,
    oneTimeToken: token && ctx.secrets.seal(token, tokenContext(id)),
    isFirst: false,
    isAwaited: true,
    state: 'queued',
    attempts: 1,
    dueAt: now,
    error: null,
    createdAt: now,
    sentAt: null,
  })
  return id
}
