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
  /** `permanent`: the address does not exist; trying again is of no use. */
  | { kind: 'failed'; message: string; permanent?: boolean }

export interface MailTransport {
  send(mail: OutgoingMail): Promise<SendResult>
}
