import type { Reactions } from './platform/job-queues.ts'

/**
 * event → the jobs it causes, each in the transaction of the event. What happens when an invoice
 * is paid, a service suspended, an operation given up? It stands here.
 */
export const reactions: Reactions = {
  // AccountMail, with the one-time link: see features/auth/account-mail.ts.
  'password_reset.requested': ['mail.write_awaited'],
  'staff.invited': ['mail.write_awaited'],
  'user.invited': ['mail.write_awaited'],
  'user.registered': ['mail.write_awaited'],
  'email_confirmation.requested': ['mail.write_awaited'],
  // AccountMail without a link.
  'password.changed': ['mail.write_awaited'],
  // { customerId }: a name or address by which people search.
  'customer.renamed': ['services.reindex'],
  // { customerId }
  'customer.policy_changed': ['services.wake'],
  // { customerId }: a hold of all its services was set or released.
  'customer.hold_changed': ['services.wake'],
  // { productId } · { groupId }: other delays, so other next steps.
  'product.policy_changed': ['services.wake'],
  'product_group.policy_changed': ['services.wake'],
  // { productId }: what it asks beyond its module's own order form is read from a server.
  'product.order_form_due': ['product.read_order_form'],
  // { section }
  'settings.changed': ['services.wake'],
  // { documentId, customerId, orderId, mailAt }: at once, or with the day's mail to the customer.
  'document.opened': ['mail.write', 'webhook.write'],
  // { documentId, customerId, orderId }: staff finalised it before it was paid.
  'document.issued': ['mail.write', 'webhook.write'],
  // { documentId, customerId, orderId, paymentId? }: the receipt with the invoice.
  'document.paid': ['mail.write', 'webhook.write'],
  // { documentId, creditNoteId, customerId }
  'document.credited': ['mail.write', 'webhook.write'],
  // { documentId, creditNoteId, customerId, serviceIds, amount, currency }: also alerts staff.
  'document.not_honoured': ['mail.write'],
  // { gatewayEventId }
  'gateway_event.stored': ['gateway_event.process'],
  // { paymentId, documentId, customerId, amount, currency, outcome }: thanks for a part.
  'payment.received': ['mail.write', 'webhook.write'],
  // { paymentId, documentId, customerId, amount, currency, because }: alerts staff.
  'payment.unallocated': ['mail.write', 'webhook.write'],
  // { paymentId, documentId, customerId, amount, currency }: the document was paid; alerts staff.
  'payment.not_needed': ['mail.write'],
  // { intentId, documentId, customerId, reason }
  'payment.refused': ['mail.write', 'webhook.write'],
  // { paymentId, reversesId, documentId, customerId, amount, currency }: alerts staff.
  'payment.charged_back': ['mail.write', 'webhook.write'],
  // { paymentId, refundId, documentId, customerId, amount, currency }
  'payment.refunded': ['refund.send', 'mail.write', 'webhook.write'],
  // { refundId, documentId, customerId }: the gateway refused; alerts staff.
  'payment.refund_failed': ['mail.write'],
  // { methodId }: the gateway is told to forget it.
  'payment_method.closed': ['method.forget'],
  // { chargeId }: its money is ours; the receipt tells the customer.
  'charge.succeeded': ['webhook.write'],
  // { chargeId, nextAt }: an automatic attempt failed.
  'charge.refused': ['mail.write', 'webhook.write'],
  // { chargeId }: the bank wants the customer to confirm.
  'charge.needs_customer': ['mail.write', 'webhook.write'],
  // { methodId }: it can never be charged again.
  'charge.method_refused': ['method.close_refused'],
  // { chargeId }: its outcome is unknown for an hour; alerts staff.
  'charge.stuck': ['mail.write', 'webhook.write'],
  // { methodId, customerId, gateway, label, expiresOn }: a month before.
  'payment_method.expiring': ['mail.write', 'webhook.write'],
  // { serviceId, customerId, because, at }: also alerts staff.
  'auto_pay.closed': ['mail.write', 'webhook.write'],
  // { orderId, customerId, documentId }: a mail of its own only where nothing is to pay.
  'order.placed': ['mail.write', 'webhook.write'],
  // { orderId, customerId, documentId, cancelAt }
  'order.reminded': ['mail.write', 'webhook.write'],
  // { orderId, customerId, documentId, reason }: unpaid, staff or withdrawn.
  'order.cancelled': ['mail.write', 'coupon.release', 'webhook.write'],
  // { serviceId, status, notify }: what was never delivered is not to be paid for.
  'service.ended': ['order.withdraw_ended', 'mail.write', 'webhook.write'],
  // { serviceId }: the welcome with the connection details.
  'service.delivered': ['mail.write', 'webhook.write'],
  // { serviceId }
  'service.redelivered': ['mail.write', 'webhook.write'],
  // { serviceId, operationId, notify }: confirmed by the server; `notify` is about the mail only.
  'service.suspended': ['mail.write', 'webhook.write'],
  // { serviceId, operationId, notify }
  'service.reactivated': ['mail.write', 'webhook.write'],
  // { serviceId, serverId, remoteId }: the books moved on, a resource stayed; alerts staff.
  'service.resource_left': ['mail.write', 'drift.raise'],
  // { serviceId, formerStatus }: by staff, in the books only; an end is told by service.ended too.
  'service.status_edited': ['webhook.write'],
  // { serviceId }: a resource that was there already is its own from here on.
  'service.adopted': ['webhook.write'],
  // { serviceId, from, to }: both customers are told.
  'service.transferred': ['mail.write', 'webhook.write'],
  // { serviceId, when, notify }: at once is mailed by service.ended.
  'service.cancellation_requested': ['mail.write', 'webhook.write'],
  // { serviceId }
  'service.cancellation_undone': ['mail.write', 'webhook.write'],
  // { serviceId, renewalId }: mailed only without a payment; a paid one stands on the receipt.
  'service.renewed': ['mail.write', 'webhook.write'],
  // { serviceId, customerId, amount, cycle, from }: the product's price, from a moment on.
  'service.price_planned': ['mail.write', 'webhook.write'],
  // { serviceId, customerId }
  'service.price_change_undone': ['mail.write', 'webhook.write'],
  // { serviceId, customerId, period, step, mailAt, about, days, chargeAt }: in the day's mail.
  'service.reminder_due': ['mail.write', 'webhook.write'],
  // { serviceId, customerId, period, step, mailAt, days, endsAt }: in the day's mail.
  'service.final_notice_due': ['mail.write', 'webhook.write'],
  // { operationId, serviceId, kind, errorCode, errorMessage }: alerts staff.
  'operation.waits_for_staff': ['mail.write', 'drift.raise', 'webhook.write'],
  'operation.unknown': ['mail.write', 'webhook.write'],
  // { operationId, serviceId, remoteIds }: a late answer made a second resource; alerts staff.
  'operation.duplicate_found': ['mail.write', 'drift.raise'],
  // { reconciliationId, serverId, found }: what one comparison of a server found; alerts staff.
  'drift.found': ['mail.write', 'webhook.write'],
  // { reconciliationId, serverId, known, vanished }: too much vanished at once; alerts staff.
  'server.suspect': ['mail.write', 'webhook.write'],
  // { day, reason }: the brake begins to hold back on that day; alerts staff.
  'brake.held': ['mail.write', 'webhook.write'],
  // { at, lastSweepAt, due }: no sweep for a quarter of an hour while something is due; alerts staff.
  'automation.late': ['mail.write', 'webhook.write'],
  // { gateway, since }: it has not answered for six hours; alerts staff.
  'gateway.unreachable': ['mail.write', 'webhook.write'],
  // { day, count }: what the proof of a day could not explain; alerts staff.
  'automation.difference_unexplained': ['mail.write', 'webhook.write'],
  // { mailId }: given up after a day; alerts staff.
  'mail.failed': ['mail.write'],
  // { template, language, message }: the mail went out in the program's own words; alerts staff.
  'mail_template.broken': ['mail.write'],
  // { endpointId, name, because }: nothing is sent to it any more; alerts staff.
  'webhook.disabled': ['mail.write'],
  // { customerId }: what was written to them goes too.
  'customer.anonymised': ['mail.forget', 'method.close_all'],
}

/** Jobs that a run of the automation causes by the thousand. */
export const plentiful = ['mail.write'] as const
