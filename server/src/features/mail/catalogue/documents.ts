import { type CatalogueEntry, words as w } from './entry.ts'
import { amount, day, documentLink, due, lines, maybeAmount, reference, transfer } from './parts.ts'
import { flag, list, maybe, maybeNumber, text } from './variable.ts'

const corrects = text(w('The invoice’s number', 'Le numéro de la facture'), 'INV-2025-000042')

export const documentCatalogue = {
  document_opened: {
    name: w('Amount to pay', 'Montant à payer'),
    description: w(
      'When an order or staff make something to pay. A renewal stands in the day’s mail.',
      'Quand une commande ou l’équipe crée un montant à payer. Un renouvellement figure dans l’e-mail du jour.',
    ),
    audience: 'customer',
    duty: 'money',
    variables: {
      ...due,
      order: maybeNumber(w('The order’s number', 'Le numéro de la commande'), 42),
      lines,
      transfer,
    },
  },
  document_issued: {
    name: w('Invoice', 'Facture'),
    description: w(
      'When an invoice is issued before it is paid.',
      'Quand une facture est émise avant son paiement.',
    ),
    audience: 'customer',
    duty: 'money',
    variables: { ...due, lines, transfer },
  },
  receipt: {
    name: w('Receipt', 'Reçu'),
    description: w(
      'When a document is paid, with the invoice attached.',
      'Quand un document est payé, avec la facture jointe.',
    ),
    audience: 'customer',
    duty: 'money',
    variables: {
      reference,
      amount: amount('What was paid', 'Le montant réglé'),
      lines,
      renewed: list(w('The services it renewed', 'Les services renouvelés'), {
        name: text(w('The service', 'Le service'), 'vps-12'),
        expiresOn: day('The new expiry', 'La nouvelle expiration'),
      }),
      isPreparing: flag(w('Services are still being prepared', 'Des services sont en préparation')),
      link: documentLink,
    },
  },
  credit_note: {
    name: w('Credit note', 'Avoir'),
    description: w('When an invoice is corrected.', 'Quand une facture est corrigée.'),
    audience: 'customer',
    duty: 'money',
    variables: {
      reference,
      corrects,
      amount: amount('Its amount', 'Son montant'),
      lines,
      refund: maybeAmount('What is paid back', 'Ce qui est remboursé'),
      credit: maybeAmount('What became customer credit', 'Ce qui devient du crédit client'),
      link: documentLink,
    },
  },
  not_honoured: {
    name: w('Payment not honoured', 'Paiement non honoré'),
    description: w(
      'When a payment comes for a service that has ended.',
      'Quand un paiement arrive pour un service terminé.',
    ),
    audience: 'customer',
    duty: 'money',
    variables: {
      reference,
      corrects,
      amount: amount('What became customer credit', 'Ce qui devient du crédit client'),
      lines,
      link: documentLink,
    },
  },
  payment_received: {
    name: w('Payment received', 'Paiement reçu'),
    description: w(
      'When a part of an amount due is paid.',
      'Quand une partie du reste à payer est réglée.',
    ),
    audience: 'customer',
    variables: {
      ...due,
      amount: amount('What was paid', 'Ce qui a été payé'),
      due: amount('What is still to pay', 'Ce qu’il reste à payer'),
    },
  },
  payment_refused: {
    name: w('Payment refused', 'Paiement refusé'),
    description: w(
      'When a payment that the customer began is refused.',
      'Quand un paiement commencé par le client est refusé.',
    ),
    audience: 'customer',
    variables: due,
  },
  refund: {
    name: w('Refund', 'Remboursement'),
    description: w(
      'When money is paid back without a credit note.',
      'Quand une somme est remboursée sans avoir.',
    ),
    audience: 'customer',
    duty: 'money',
    variables: {
      amount: amount('What is paid back', 'Le montant remboursé'),
      reference: maybe(
        w('What the payment was for', 'Ce que réglait le paiement'),
        'INV-2025-000042',
      ),
    },
  },
} as const satisfies Record<string, CatalogueEntry>
