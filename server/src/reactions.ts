import type { Reactions } from './platform/jobs.ts'

/**
 * event → the jobs it causes, each in the transaction of the event. What happens when an invoice
 * is paid, a service suspended, an operation given up? It stands here.
 */
export const reactions: Reactions = {
  // AccountMail, with the one-time link: see features/auth/account-mail.ts.
  'password_reset.requested': ['mail.write'],
  'staff.invited': ['mail.write'],
  'user.invited': ['mail.write'],
  'user.registered': ['mail.write'],
  'email_confirmation.requested': ['mail.write'],
  // AccountMail without a link.
  'password.changed': ['mail.write'],
  // { customerId }: a name or address by which people search.
  'customer.renamed': ['services.reindex'],
  // { customerId }
  'customer.policy_changed': ['services.wake'],
  // { documentId, customerId, orderId }; the first mail of a document calls markDocumentMailed.
  'document.opened': ['mail.write'],
  // { documentId, customerId, orderId }: staff finalised it before it was paid.
  'document.issued': ['mail.write'],
  // { documentId, customerId, orderId, paymentId? }: the receipt with the invoice.
  'document.paid': ['mail.write'],
  // { documentId, creditNoteId, customerId }
  'document.credited': ['mail.write'],
  // { documentId, creditNoteId, customerId, serviceIds, amount, currency }: alerts staff.
  'document.not_honoured': ['mail.write'],
  // { gatewayEventId }
  'gateway_event.stored': ['gateway_event.process'],
  // { paymentId, documentId, customerId, amount, currency, outcome }
  'payment.received': ['mail.write'],
  // { paymentId, documentId, customerId, amount, currency, because }: alerts staff.
  'payment.unallocated': ['mail.write'],
  // { paymentId, documentId, customerId, amount, currency }: the document was paid; alerts staff.
  'payment.not_needed': ['mail.write'],
  // { intentId, documentId, customerId, reason }
  'payment.refused': ['mail.write'],
  // { paymentId, reversesId, documentId, customerId, amount, currency }: alerts staff.
  'payment.charged_back': ['mail.write'],
  // { paymentId, refundId, documentId, customerId, amount, currency }
  'payment.refunded': ['refund.send', 'mail.write'],
  // { refundId, documentId, customerId }: the gateway refused; alerts staff.
  'payment.refund_failed': ['mail.write'],
  // { orderId, customerId, documentId }
  'order.placed': ['mail.write'],
  // { orderId, customerId, documentId, cancelAt }
  'order.reminded': ['mail.write'],
  // { orderId, customerId, documentId, reason }: unpaid, staff or withdrawn.
  'order.cancelled': ['mail.write'],
  // { serviceId, status, notify }: what was never delivered is not to be paid for.
  'service.ended': ['order.withdraw_ended'],
  'mail.probe': ['mail.write'],
}
