import type { Template } from '../render/template.ts'

/** About orders; what is to pay for one is told by `document_opened`, what was paid by `receipt`. */
export const orderTemplates = {
  order_placed: {
    en: {
      subject: 'Your order #{{ order }}',
      body: `
Thank you for your order #{{ order }}. There is nothing to pay.

{% for service in services %}
- {{ service }}
{% endfor %}

We write to you as soon as it is ready.

[[ See my services | {{ link }} ]]`,
    },
    fr: {
      subject: 'Votre commande n° {{ order }}',
      body: `
Merci pour votre commande n° {{ order }}. Il n’y a rien à payer.

{% for service in services %}
- {{ service }}
{% endfor %}

Nous vous écrirons dès qu’elle sera prête.

[[ Voir mes services | {{ link }} ]]`,
    },
  },
  order_reminder: {
    en: {
      subject: 'Your order #{{ order }} waits for its payment',
      body: `
Your order #{{ order }} is not paid yet. {{ amount }} are to pay ({{ reference }}).

[[ Pay my order | {{ link }} ]]

Without a payment it is cancelled on {{ cancelOn }}; you then owe nothing.`,
    },
    fr: {
      subject: 'Votre commande n° {{ order }} attend son paiement',
      body: `
Votre commande n° {{ order }} n’est pas encore payée. Il reste {{ amount }} à payer ({{ reference }}).

[[ Payer ma commande | {{ link }} ]]

Sans paiement, elle sera annulée le {{ cancelOn }} ; vous ne devrez alors rien.`,
    },
  },
  order_cancelled: {
    en: {
      subject: 'Your order #{{ order }} is cancelled',
      body: `
{% if isUnpaid %}
Your order #{{ order }} was not paid and is cancelled.
{% else %}
Your order #{{ order }} is cancelled.
{% endif %}

You owe nothing for it. You can order again at any time:

[[ Order | {{ orderLink }} ]]`,
    },
    fr: {
      subject: 'Votre commande n° {{ order }} est annulée',
      body: `
{% if isUnpaid %}
Votre commande n° {{ order }}, restée impayée, est annulée.
{% else %}
Votre commande n° {{ order }} est annulée.
{% endif %}

Vous ne devez rien pour elle. Vous pouvez commander à nouveau à tout moment :

[[ Commander | {{ orderLink }} ]]`,
    },
  },
} as const satisfies Record<string, Template>
