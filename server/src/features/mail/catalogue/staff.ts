import { type CatalogueEntry, words as w } from './entry.ts'
import { amount, maybeAmount } from './parts.ts'
import { choice, flag, link, list, maybe, number, text } from './variable.ts'

const open = link(w('Where to look at it', 'Où le consulter'), '/admin/services/0198c0de')
const server = text(w('The server', 'Le serveur'), 'node-1')
const aboutService = {
  number: number(w('The service’s number', 'Le numéro du service'), 1042),
  service: text(w('The service', 'Le service'), 'vps-12'),
  customer: text(w('The customer', 'Le client'), 'Camille Durand'),
  link: open,
}
const operation = text(w('The operation', 'L’opération'), w('delivery', 'livraison'))
const message = maybe(w('What the other side said', 'Ce qu’a répondu l’autre côté'), 'HTTP 503')
const resources = text(w('The resources’ ids', 'Les identifiants des ressources'), 'vm-101')

const alert = (name: CatalogueEntry['name'], description: CatalogueEntry['description']) =>
  ({ name, description, audience: 'staff', duty: 'staff' }) as const

export const staffCatalogue = {
  alert_operation_waits: {
    ...alert(
      w('Alert: operation waits', 'Alerte : opération en attente'),
      w('When an operation waits for staff.', 'Quand une opération attend l’équipe.'),
    ),
    variables: { ...aboutService, operation, message },
  },
  alert_operation_unknown: {
    ...alert(
      w('Alert: unknown outcome', 'Alerte : issue inconnue'),
      w('When it is not known what a server did.', 'Quand on ignore ce qu’un serveur a fait.'),
    ),
    variables: { ...aboutService, operation, message },
  },
  alert_duplicate_resource: {
    ...alert(
      w('Alert: duplicate on a server', 'Alerte : doublon sur un serveur'),
      w('When a service exists more than once.', 'Quand un service existe en double.'),
    ),
    variables: { ...aboutService, resources },
  },
  alert_resource_left: {
    ...alert(
      w('Alert: resource left on a server', 'Alerte : ressource restée sur un serveur'),
      w('When a service left something behind.', 'Quand un service a laissé quelque chose.'),
    ),
    variables: { ...aboutService, server, resources },
  },
  alert_drift: {
    ...alert(
      w('Alert: differences on a server', 'Alerte : écarts sur un serveur'),
      w('When a server differs from the books.', 'Quand un serveur diffère des registres.'),
    ),
    variables: {
      server,
      count: number(w('How many differences', 'Combien d’écarts'), 3),
      lines: list(w('By kind', 'Par nature'), {
        what: text(w('The kind', 'La nature'), w('missing', 'manquant')),
        n: number(w('How many', 'Combien'), 3),
      }),
      link: open,
    },
  },
  alert_server_suspect: {
    ...alert(
      w('Alert: a server lists too little', 'Alerte : un serveur liste trop peu'),
      w('When too much vanished at once.', 'Quand trop de ressources ont disparu d’un coup.'),
    ),
    variables: {
      server,
      known: number(w('How many were expected', 'Combien étaient attendues'), 20),
      vanished: number(w('How many are missing', 'Combien manquent'), 12),
      link: open,
    },
  },
  alert_payment: {
    ...alert(
      w('Alert: payment', 'Alerte : paiement'),
      w('When money needs a decision.', 'Quand un paiement demande une décision.'),
    ),
    variables: {
      what: choice(w('What happened', 'Ce qui s’est passé'), {
        unallocated: w('It fits nowhere', 'Sans affectation'),
        not_needed: w('It was paid already', 'Déjà payé'),
        charged_back: w('The bank took it back', 'La banque l’a repris'),
        refund_failed: w('A refund was refused', 'Un remboursement a été refusé'),
        not_honoured: w('The service has ended', 'Le service a pris fin'),
      }),
      amount: amount('The amount', 'Le montant'),
      creditTaken: maybeAmount(
        'What of a chargeback was taken from the credit',
        'Ce qu’un rejet a repris sur le crédit',
      ),
      uncovered: maybeAmount(
        'What of a chargeback nothing covers any more',
        'Ce que plus rien ne couvre d’un rejet',
      ),
      gateway: maybe(w('The gateway', 'La passerelle'), 'sandbox'),
      paymentReference: maybe(w('Its reference', 'Sa référence'), 'pay_42'),
      reference: maybe(w('The document', 'Le document'), 'INV-2025-000042'),
      customer: maybe(w('The customer', 'Le client'), 'Camille Durand'),
      link: open,
    },
  },
  alert_mail_failed: {
    ...alert(
      w('Alert: mail failed', 'Alerte : e-mail en échec'),
      w('When a mail was given up.', 'Quand un e-mail a été abandonné.'),
    ),
    variables: {
      address: text(w('Whose mail', 'Le destinataire'), 'camille@example.com'),
      mailSubject: text(w('Its subject', 'Son objet'), w('vps-12 is ready', 'vps-12 est prêt')),
      message,
      link: open,
    },
  },
  alert_template_broken: {
    ...alert(
      w('Alert: mail template', 'Alerte : modèle d’e-mail'),
      w(
        'When a template of yours could not be used and the program’s own was sent.',
        'Quand un de vos modèles n’a pu être utilisé et que celui du programme est parti.',
      ),
    ),
    variables: {
      template: text(w('The template', 'Le modèle'), w('Receipt', 'Reçu')),
      message,
      link: open,
    },
  },
  alert_webhook_disabled: {
    ...alert(
      w('Alert: webhook switched off', 'Alerte : webhook désactivé'),
      w(
        'When a webhook was switched off because nothing reaches it.',
        'Quand un webhook injoignable a été désactivé.',
      ),
    ),
    variables: {
      webhook: text(w('Its name', 'Son nom'), w('Accounting', 'Comptabilité')),
      isGone: flag(w('The receiver wants no more', 'Le destinataire n’en veut plus')),
      link: open,
    },
  },
  test: {
    ...alert(
      w('Test mail', 'E-mail d’essai'),
      w('When staff try the settings out.', 'Quand l’équipe essaie les réglages.'),
    ),
    variables: {},
  },
} as const satisfies Record<string, CatalogueEntry>
