import type { Context } from '../../../context.ts'
import { renderDocument } from '../../documents/pdf/render-document.ts'
import { findDocument } from '../../documents/queries.ts'
import type { OutgoingMail } from '../transport.ts'
import { ONE_TIME_TOKEN, tokenContext } from '../write/draft.ts'
import type { Mail } from './claim.ts'

/** The mail as its receiver reads it: with the token of its link and its documents as PDF. */
export async function outgoing(ctx: Context, mail: Mail): Promise<OutgoingMail> {
  const { text, html } = withToken(ctx, mail)
  return {
    to: mail.toAddress,
    subject: mail.subject,
    text,
    html,
    attachments: await attachments(ctx, mail),
    messageId: mail.id,
    isAwaited: mail.isAwaited,
  }
}

/** The texts with the one-time token where its place is marked. */
export function withToken(
  { secrets }: Pick<Context, 'secrets'>,
  { id, text, html, oneTimeToken }: Pick<Mail, 'id' | 'text' | 'html' | 'oneTimeToken'>,
): { text: string; html: string } {
  if (oneTimeToken === null) return { text, html }
  const token = encodeURIComponent(secrets.open(oneTimeToken, tokenContext(id)))
  const filled = (words: string) => words.replaceAll(ONE_TIME_TOKEN, token)
  return { text: filled(text), html: filled(html) }
}

async function attachments({ db }: Context, { documentIds }: Mail) {
  const files: OutgoingMail['attachments'] = []
  for (const id of documentIds) {
    const subject = await findDocument(db, id)
    if (!subject || subject.document.state === 'void') continue
    const { fileName: filename, pdf: content } = await renderDocument(db, subject)
    files.push({ filename, content, contentType: 'application/pdf' })
  }
  return files
}
