import { type CatalogueEntry, words as w } from './entry.ts'
import { choice, link, maybe, number, text } from './variable.ts'

const method = maybe(w('What was charged', 'Le moyen débité'), 'Visa •••• 4242')
const service = {
  number: number(w('The service’s number', 'Le numéro du service'), 1042),
  service: text(w('The service’s name', 'Le nom du service'), 'Minecraft 8 GB'),
}
const customer = text(w('The customer’s name', 'Le nom du client'), 'Clara Client')
const message = maybe(w('In the gateway’s words', 'Le message de la passerelle'), 'Card declined')

const charge = {
  amount: text(w('What was to be charged', 'Le montant à prélever'), '€12.00'),
  reference: text(w('The document', 'Le document'), 'P-000042'),
  method,
  attempt: number(w('Which attempt it was', 'Le rang de la tentative'), 2),
  attempts: number(w('Of how many', 'Le nombre de tentatives'), 7),
  link: link(w('Where to pay', 'Où payer'), '/client/invoices/42'),
}

export const autoPayCatalogue = {
  charge_refused: {
    name: w('Automatic payment refused', 'Prélèvement refusé'),
    description: w(
      'When an automatic charge is refused, after each attempt.',
      'Quand un prélèvement automatique est refusé, après chaque tentative.',
    ),
    audience: 'customer',
    duty: 'money',
    variables: {
      ...charge,
      nextOn: maybe(w('The next attempt', 'La tentative suivante'), w('11 March', '11 mars')),
      methodsLink: link(
        w('The stored methods', 'Les moyens enregistrés'),
        '/client/payment-methods',
      ),
    },
  },
  charge_needs_customer: {
    name: w('The bank asks the customer', 'La banque demande une confirmation'),
    description: w(
      'When the bank wants the customer to confirm a charge.',
      'Quand la banque veut que le client confirme un prélèvement.',
    ),
    audience: 'customer',
    duty: 'money',
    variables: charge,
  },
  auto_pay_closed: {
    name: w('Automatic payment is off', 'Paiement automatique désactivé'),
    description: w(
      'When automatic payment is switched off by the program, or staff remove the payment method.',
      'Quand le programme désactive le paiement automatique, ou que l’équipe retire le moyen de paiement.',
    ),
    audience: 'customer',
    duty: 'money',
    variables: {
      ...service,
      because: choice(w('Why', 'Pourquoi'), {
        attempts_used_up: w('No attempt succeeded', 'Aucune tentative n’a abouti'),
        method_refused: w('Refused for ever', 'Refusé définitivement'),
        method_closed: w('Gone at the gateway', 'Disparu chez la passerelle'),
        removed_by_staff: w('Removed by staff', 'Retiré par l’équipe'),
        charged_back: w('Taken back by the bank', 'Repris par la banque'),
      }),
      link: link(w('The service', 'Le service'), '/client/services/42'),
    },
  },
  method_expires_soon: {
    name: w('A payment method expires soon', 'Un moyen de paiement expire bientôt'),
    description: w(
      'A month before a method that is charged automatically expires.',
      'Un mois avant l’expiration d’un moyen débité automatiquement.',
    ),
    audience: 'customer',
    duty: 'money',
    variables: {
      method: text(w('The method', 'Le moyen'), 'Visa •••• 4242'),
      month: text(w('Its last month', 'Son dernier mois'), '04/2027'),
      link: link(w('The stored methods', 'Les moyens enregistrés'), '/client/payment-methods'),
    },
  },
  alert_auto_pay_closed: {
    name: w('Alert: auto-pay switched off', 'Alerte : paiement automatique désactivé'),
    description: w(
      'When the program switches auto-pay of a service off.',
      'Quand le programme désactive le paiement automatique d’un service.',
    ),
    audience: 'staff',
    duty: 'staff',
    variables: {
      ...service,
      customer,
      message,
      link: link(w('The service', 'Le service'), '/admin/services/42'),
    },
  },
  alert_charge_stuck: {
    name: w('Alert: outcome of a charge unknown', 'Alerte : résultat d’un prélèvement inconnu'),
    description: w(
      'When the outcome of a charge has been unknown for an hour.',
      'Quand le résultat d’un prélèvement est inconnu depuis une heure.',
    ),
    audience: 'staff',
    duty: 'staff',
    variables: {
      amount: charge.amount,
      reference: charge.reference,
      customer,
      message,
      link: link(w('The document', 'Le document'), '/admin/documents/42'),
    },
  },
} as const satisfies Record<string, CatalogueEntry>
