import type { MailTransport, OutgoingMail, SendResult } from '../src/features/mail/transport.ts'

/** A transport that remembers what left, and answers as it is told. */
export function recordingMail() {
  const sent: OutgoingMail[] = []
  let answer: SendResult = { kind: 'sent' }
  const transport: MailTransport = {
    async send(mail) {
      if (answer.kind === 'sent') sent.push(mail)
      return answer
    },
  }
  return {
    transport,
    /** What left, oldest first. */
    sent,
    /** What left for an address. */
    to: (address: string) => sent.filter((mail) => mail.to === address),
    /** How every later attempt ends. */
    answer(result: SendResult) {
      answer = result
    },
  }
}
