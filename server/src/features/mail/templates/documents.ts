import type { Template } from '../render/template.ts'

const linesEn = `
{% for line in lines %}
- {{ line.label }}: {{ line.amount }}
{% endfor %}`

const linesFr = `
{% for line in lines %}
- {{ line.label }} : {{ line.amount }}
{% endfor %}`

const transferEn = `
{% if transfer %}
By bank transfer: IBAN {{ transfer.iban }}{% if transfer.holder != '' %} ({{ transfer.holder }}){% endif %}, reference {{ reference }}.
{% endif %}`

const transferFr = `
{% if transfer %}
Par virement : IBAN {{ transfer.iban }}{% if transfer.holder != '' %} ({{ transfer.holder }}){% endif %}, référence {{ reference }}.
{% endif %}`

/** About amounts to pay and what was paid. `reference` is the number or the reference `P-…`. */
export const documentTemplates = {
  document_opened: {
    en: {
      subject:
        '{% if order %}Your order #{{ order }}: {{ amount }} to pay{% else %}{{ reference }}: {{ amount }} to pay{% endif %}',
      body: `
{% if order %}
Thank you for your order #{{ order }}. It is carried out as soon as it is paid.
{% else %}
Here is what is to pay, {{ reference }}. It is attached as PDF.
{% endif %}
${linesEn}

Total: {{ amount }} including tax, to pay by {{ dueOn }}.

[[ Look at it and pay | {{ link }} ]]
${transferEn}`,
    },
    fr: {
      subject:
        '{% if order %}Votre commande n° {{ order }} : {{ amount }} à payer{% else %}{{ reference }} : {{ amount }} à payer{% endif %}',
      body: `
{% if order %}
Merci pour votre commande n° {{ order }}. Elle sera traitée dès son paiement.
{% else %}
Voici ce qu’il reste à payer, {{ reference }}. Le document est joint en PDF.
{% endif %}
${linesFr}

Total : {{ amount }} TTC, échéance le {{ dueOn }}.

[[ Consulter et payer | {{ link }} ]]
${transferFr}`,
    },
  },
  document_issued: {
    en: {
      subject: 'Invoice {{ reference }}: {{ amount }} to pay',
      body: `
Please find attached our invoice {{ reference }}.
${linesEn}

Amount due: {{ amount }} including tax, to pay by {{ dueOn }}.

[[ Look at it and pay | {{ link }} ]]
${transferEn}`,
    },
    fr: {
      subject: 'Facture {{ reference }} : {{ amount }} à payer',
      body: `
Vous trouverez ci-joint notre facture {{ reference }}.
${linesFr}

Reste à payer : {{ amount }} TTC, échéance le {{ dueOn }}.

[[ Consulter et payer | {{ link }} ]]
${transferFr}`,
    },
  },
  receipt: {
    en: {
      subject: 'Thank you for your payment: invoice {{ reference }}',
      body: `
We have received your payment. Your invoice {{ reference }} of {{ amount }} is paid and attached.
${linesEn}

{% for service in renewed %}
- {{ service.name }} is renewed and runs until {{ service.expiresOn }}.
{% endfor %}

{% if isPreparing %}
Your services are being prepared. We write to you as soon as they are ready.
{% endif %}

[[ See the invoice | {{ link }} ]]`,
    },
    fr: {
      subject: 'Merci pour votre paiement : facture {{ reference }}',
      body: `
Nous avons bien reçu votre paiement. Votre facture {{ reference }} de {{ amount }} est réglée ; vous la trouverez ci-jointe.
${linesFr}

{% for service in renewed %}
- {{ service.name }} est renouvelé jusqu’au {{ service.expiresOn }}.
{% endfor %}

{% if isPreparing %}
Vos services sont en cours de préparation. Nous vous écrirons dès qu’ils seront prêts.
{% endif %}

[[ Voir la facture | {{ link }} ]]`,
    },
  },
  credit_note: {
    en: {
      subject: 'Credit note {{ reference }} for invoice {{ corrects }}',
      body: `
Please find attached our credit note {{ reference }} of {{ amount }}. It corrects invoice {{ corrects }}.
${linesEn}

{% if refund %}
We are paying {{ refund }} back to you. Depending on your bank it arrives within a few days.
{% endif %}

{% if credit %}
{{ credit }} are now customer credit that you can pay with.
{% endif %}

[[ See the credit note | {{ link }} ]]`,
    },
    fr: {
      subject: 'Avoir {{ reference }} sur la facture {{ corrects }}',
      body: `
Vous trouverez ci-joint notre avoir {{ reference }} de {{ amount }}, qui corrige la facture {{ corrects }}.
${linesFr}

{% if refund %}
Nous vous remboursons {{ refund }}. Selon votre banque, la somme arrive sous quelques jours.
{% endif %}

{% if credit %}
{{ credit }} sont désormais disponibles en crédit client pour vos paiements.
{% endif %}

[[ Voir l’avoir | {{ link }} ]]`,
    },
  },
  not_honoured: {
    en: {
      subject: '{{ amount }} were added to your credit',
      body: `
Your payment came when the service it was meant for had already ended:
${linesEn}

Nothing is lost: {{ amount }} are now customer credit that you can pay with. The credit note {{ reference }} is attached. If you would rather have the money back, please write to us.

[[ See the credit note | {{ link }} ]]`,
    },
    fr: {
      subject: '{{ amount }} ajoutés à votre crédit client',
      body: `
Votre paiement est arrivé alors que le service concerné avait déjà pris fin :
${linesFr}

Rien n’est perdu : {{ amount }} sont désormais disponibles en crédit client pour vos paiements. L’avoir {{ reference }} est joint. Si vous préférez être remboursé, écrivez-nous.

[[ Voir l’avoir | {{ link }} ]]`,
    },
  },
  payment_received: {
    en: {
      subject: '{{ amount }} received for {{ reference }}',
      body: `
We have received {{ amount }} for {{ reference }}, thank you.

{{ due }} are still to pay by {{ dueOn }}.

[[ Pay the rest | {{ link }} ]]`,
    },
    fr: {
      subject: '{{ amount }} reçus pour {{ reference }}',
      body: `
Nous avons bien reçu {{ amount }} pour {{ reference }}, merci.

Reste à payer : {{ due }}, échéance le {{ dueOn }}.

[[ Payer le solde | {{ link }} ]]`,
    },
  },
  payment_refused: {
    en: {
      subject: 'Your payment for {{ reference }} did not go through',
      body: `
Your payment of {{ amount }} for {{ reference }} was refused. Nothing was taken.

You can try again, or pay in another way:

[[ Pay | {{ link }} ]]`,
    },
    fr: {
      subject: 'Votre paiement pour {{ reference }} n’a pas abouti',
      body: `
Votre paiement de {{ amount }} pour {{ reference }} a été refusé. Rien n’a été débité.

Vous pouvez réessayer ou payer autrement :

[[ Payer | {{ link }} ]]`,
    },
  },
  refund: {
    en: {
      subject: 'We are refunding {{ amount }}',
      body: `
We are paying {{ amount }} back to you{% if reference %}, from your payment for {{ reference }}{% endif %}. Depending on your bank it arrives within a few days.`,
    },
    fr: {
      subject: 'Remboursement de {{ amount }}',
      body: `
Nous vous remboursons {{ amount }}{% if reference %}, sur votre paiement pour {{ reference }}{% endif %}. Selon votre banque, la somme arrive sous quelques jours.`,
    },
  },
} as const satisfies Record<string, Template>
