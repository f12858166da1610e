/** A mail as it leaves. */
export interface OutgoingMail {
  to: string
  subject: string
  text: string
  html: string
  attachments: { filename: string; content: Buffer; contentType: string }[]
  /** The same for every attempt at the same mail, so that a receiver can tell copies. */
  messageId: string
}

export type SendResult =
  | { kind: 'sent' }
  /** No SMTP server is set: the mail is kept and shown to staff. */
  | { kind: 'kept' }
  | { kind: 'failed'; message: string }

export interface MailTransport {
  send(mail: OutgoingMail): Promise<SendResult>
}
