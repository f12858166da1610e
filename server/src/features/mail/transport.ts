/** Connections to the mail server that a process opens for mails nobody waits for. */
export const CONNECTIONS = 10

/** A mail as it leaves. */
export interface OutgoingMail {
  to: string
  subject: string
  text: string
  html: string
  attachments: { filename: string; content: Buffer; contentType: string }[]
  /** The same for every attempt at the same mail, so that a receiver can tell copies. */
  messageId: string
  /** A person waits for it: it does not queue behind others. */
  isAwaited?: boolean
}

export type SendResult =
  | { kind: 'sent' }
  /** No SMTP server is set: the mail is kept and shown to staff. */
  | { kind: 'kept' }
  /** `permanent`: the address does not exist; trying again is of no use. */
  | { kind: 'failed'; message: string; permanent?: boolean }

export interface MailTransport {
  send(mail: OutgoingMail): Promise<SendResult>
  /** True while mails are kept: nothing need be made of them. Absent: they always leave. */
  keeps?(): Promise<boolean>
  /** Lets connections go that are kept for further mails. */
  close?(): void
}
