import type { Language } from '../../../platform/text.ts'

/** What an event's `data` is: the same JSON as the public API's GET of it, or a few facts. */
export type EventSubject =
  | 'service'
  | 'document'
  | 'payment'
  | 'charge'
  | 'order'
  | 'operation'
  | 'facts'

export interface EventKind {
  says: Record<Language, string>
  subject: EventSubject
  /** The payload's field with the subject's id; of `facts`, the fields that are told. */
  from: string | readonly string[]
  /** Fields of the payload that are told beside the subject's own. */
  also: readonly string[]
}

const kind = (
  subject: EventSubject,
  from: EventKind['from'],
  en: string,
  fr: string,
): EventKind => ({ subject, from, says: { en, fr }, also: [] })

const and = (told: EventKind, ...also: string[]): EventKind => ({ ...told, also })

const service = (en: string, fr: string) => kind('service', 'serviceId', en, fr)
const document = (en: string, fr: string) => kind('document', 'documentId', en, fr)
const payment = (en: string, fr: string) => kind('payment', 'paymentId', en, fr)
const charge = (en: string, fr: string) => kind('charge', 'chargeId', en, fr)
const order = (en: string, fr: string) => kind('order', 'orderId', en, fr)
const operation = (en: string, fr: string) => kind('operation', 'operationId', en, fr)

/** Everything that can be told to the outside, by the event's name inside. */
export const EVENT_KINDS: Readonly<Record<string, EventKind>> = {
  'order.placed': order('An order was placed.', 'Une commande a été passée.'),
  'order.reminded': and(
    order(
      'The customer was reminded of an unpaid order; unpaid, it is cancelled at cancelAt.',
      'Le client a reçu un rappel pour une commande impayée ; sans paiement, elle est annulée à cancelAt.',
    ),
    'cancelAt',
  ),
  'order.cancelled': order('An order was cancelled.', 'Une commande a été annulée.'),
  'document.opened': document('There is something to pay.', 'Un montant est à payer.'),
  'document.issued': document(
    'An invoice was issued before it was paid.',
    'Une facture a été émise avant son paiement.',
  ),
  'document.paid': document('A document was paid.', 'Un document a été payé.'),
  'document.credited': kind(
    'document',
    'creditNoteId',
    'A credit note was issued; data is the credit note.',
    'Un avoir a été émis ; data est l’avoir.',
  ),
  'payment.received': payment('A payment was received.', 'Un paiement a été reçu.'),
  'payment.unallocated': payment(
    'A payment could not be set against anything.',
    'Un paiement n’a pu être affecté.',
  ),
  'payment.refused': document(
    'A payment was refused; data is the document.',
    'Un paiement a été refusé ; data est le document.',
  ),
  'payment.refunded': kind(
    'payment',
    'refundId',
    'A payment was refunded; data is the refund.',
    'Un paiement a été remboursé ; data est le remboursement.',
  ),
  'payment.charged_back': payment(
    'A bank took a payment back.',
    'Une banque a repris un paiement.',
  ),
  'charge.succeeded': charge(
    'A stored method was charged.',
    'Un moyen de paiement enregistré a été débité.',
  ),
  'charge.refused': and(
    charge(
      'An attempt to charge a stored method was refused; nextAt is the next one.',
      'Le débit d’un moyen de paiement enregistré a été refusé ; nextAt est l’essai suivant.',
    ),
    'nextAt',
  ),
  'charge.needs_customer': and(
    charge(
      'The bank wants the customer to confirm a charge.',
      'La banque demande au client de confirmer un débit.',
    ),
    'nextAt',
  ),
  'charge.stuck': charge(
    'The outcome of a charge has been unknown for an hour.',
    'L’issue d’un débit est inconnue depuis une heure.',
  ),
  'payment_method.expiring': kind(
    'facts',
    ['methodId', 'customerId', 'gateway', 'label', 'expiresOn'],
    'A stored method that services are paid with expires within a month.',
    'Un moyen de paiement enregistré, utilisé pour des services, expire dans un mois.',
  ),
  'auto_pay.closed': and(
    service(
      'Auto-pay of a service was switched off without the customer; because says why.',
      'Le paiement automatique d’un service a été désactivé sans le client ; because dit pourquoi.',
    ),
    'because',
  ),
  'service.delivered': service('A service was delivered.', 'Un service a été livré.'),
  'service.redelivered': service('A service was redelivered.', 'Un service a été relivré.'),
  'service.suspended': service('A service was suspended.', 'Un service a été suspendu.'),
  'service.reactivated': service('A service runs again.', 'Un service fonctionne à nouveau.'),
  'service.renewed': service('A service was renewed.', 'Un service a été renouvelé.'),
  'service.cancellation_requested': service(
    'A cancellation was asked for.',
    'Une résiliation a été demandée.',
  ),
  'service.cancellation_undone': service(
    'A cancellation was undone.',
    'Une résiliation a été annulée.',
  ),
  'service.transferred': service(
    'A service went to another customer.',
    'Un service a changé de client.',
  ),
  'service.status_edited': and(
    service(
      'Staff wrote another status into the books; no server was asked.',
      'L’équipe a écrit un autre statut dans les registres, sans appel au serveur.',
    ),
    'formerStatus',
  ),
  'service.adopted': service(
    'A resource that was there already belongs to a service.',
    'Une ressource qui existait déjà appartient à un service.',
  ),
  'service.price_planned': service(
    'Another price was announced to the customer; plannedPrice says from when.',
    'Un autre prix a été annoncé au client ; plannedPrice dit à partir de quand.',
  ),
  'service.price_change_undone': service(
    'An announced price was taken back.',
    'Un prix annoncé a été retiré.',
  ),
  'service.reminder_due': and(
    service(
      'A reminder goes into the customer’s mail of mailAt, unless it needs none by then.',
      'Un rappel part dans l’e-mail du client de mailAt, sauf s’il n’est plus utile d’ici là.',
    ),
    ...['about', 'days', 'chargeAt', 'mailAt'],
  ),
  'service.final_notice_due': and(
    service(
      'A final notice before the end at endsAt goes into the customer’s mail of mailAt.',
      'Un dernier avis avant la fin de endsAt part dans l’e-mail du client de mailAt.',
    ),
    ...['days', 'endsAt', 'mailAt'],
  ),
  'service.ended': service(
    'A service has ended; its status says how.',
    'Un service a pris fin ; son statut dit comment.',
  ),
  'operation.waits_for_staff': operation(
    'An operation failed and waits for staff.',
    'Une opération a échoué et attend l’équipe.',
  ),
  'operation.unknown': operation(
    'It is not known what a server did.',
    'On ignore ce qu’un serveur a fait.',
  ),
  'drift.found': kind(
    'facts',
    ['serverId', 'found'],
    'A server differs from the books; how much of what.',
    'Un serveur diffère des registres ; combien de quoi.',
  ),
  'server.suspect': kind(
    'facts',
    ['serverId', 'known', 'vanished'],
    'Too much vanished from a server at once.',
    'Trop de ressources ont disparu d’un serveur d’un coup.',
  ),
  'brake.held': kind(
    'facts',
    ['day', 'reason'],
    'The brake holds steps of the automation back.',
    'Le garde-fou retient des étapes de l’automatisation.',
  ),
  'automation.late': kind(
    'facts',
    ['at', 'lastSweepAt', 'due'],
    'The automation has not run while something was due.',
    'L’automatisation n’a pas tourné alors que des étapes étaient dues.',
  ),
  'automation.difference_unexplained': kind(
    'facts',
    ['day', 'count'],
    'What was done on a day differs from its forecast.',
    'Ce qui a été fait un jour diffère de sa prévision.',
  ),
  'gateway.unreachable': kind(
    'facts',
    ['gateway', 'since'],
    'A payment gateway does not answer.',
    'Un moyen de paiement ne répond pas.',
  ),
}

/** What staff send to try an endpoint out. Nobody can ask for it. */
export const TEST_EVENT = 'webhook.test'
