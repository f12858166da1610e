import type { Reactions } from './platform/jobs.ts'

/**
 * event → the jobs it causes, each in the transaction of the event. What happens when an invoice
 * is paid, a service suspended, an operation given up? It stands here.
 */
export const reactions: Reactions = {
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
  'mail.probe': ['mail.write'],
}
