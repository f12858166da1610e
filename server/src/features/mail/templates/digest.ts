import type { Template } from '../render/template.ts'

/**
 * The day's mail of the automation to one customer. `headline` says what the subject speaks of: the
 * only thing that is listed, or several.
 */
export const digestTemplates = {
  digest: {
    en: {
      subject: `{% case headline.kind %}
{% when 'final_notice' %}Final notice: {{ headline.service }} is removed on {{ headline.on }}
{% when 'document' %}{{ headline.service }}: {{ headline.amount }} to pay by {{ headline.on }}
{% when 'reminder' %}Reminder: {{ headline.service }} expires on {{ headline.on }}
{% when 'final_notices' %}Final notice: {{ headline.count }} of your services are about to be removed
{% else %}{{ headline.count }} of your services: what is to do
{% endcase %}`,
      body: `
{% if finalNotices.size > 0 %}

These services are suspended and will be removed with all their data.{% if canPay %} Paying keeps them:{% endif %}

{% for notice in finalNotices %}
- {{ notice.service }}: removed on {{ notice.endsOn }}{% if notice.amount %}; {{ notice.amount }} to pay for {{ notice.reference }}: << {{ notice.link }} >>{% endif %}
{% endfor %}

{% endif %}

{% if documents.size > 0 %}

The next period can be paid. The documents are attached as PDF:

{% for document in documents %}
- {{ document.services }}: {{ document.amount }} including tax, {{ document.reference }}, by {{ document.dueOn }}: << {{ document.link }} >>
{% endfor %}

{% endif %}

{% if reminders.size > 0 %}

A reminder:

{% for reminder in reminders %}
- {{ reminder.service }} expires on {{ reminder.expiresOn }}. {% case reminder.about %}{% when 'pay' %}{{ reminder.amount }} are to pay for {{ reminder.reference }}: << {{ reminder.link }} >>{% when 'charge' %}We will charge you {{ reminder.amount }} on {{ reminder.chargeOn }}; there is nothing for you to do.{% when 'click' %}Renew it with one click, at no charge: << {{ reminder.link }} >>{% else %}It cannot be renewed and ends on that day: please save what you need.{% endcase %}
{% endfor %}

{% endif %}

{% if transfer %}
By bank transfer: IBAN {{ transfer.iban }}{% if transfer.holder != '' %} ({{ transfer.holder }}){% endif %}; please give the reference that stands beside the amount.
{% endif %}

[[ My client area | {{ link }} ]]`,
    },
    fr: {
      subject: `{% case headline.kind %}
{% when 'final_notice' %}Dernier avis : {{ headline.service }} sera supprimé le {{ headline.on }}
{% when 'document' %}{{ headline.service }} : {{ headline.amount }} à payer, échéance le {{ headline.on }}
{% when 'reminder' %}Rappel : {{ headline.service }} expire le {{ headline.on }}
{% when 'final_notices' %}Dernier avis : {{ headline.count }} de vos services vont être supprimés
{% else %}{{ headline.count }} de vos services : ce qu’il reste à faire
{% endcase %}`,
      body: `
{% if finalNotices.size > 0 %}

Ces services sont suspendus et seront supprimés avec toutes leurs données.{% if canPay %} Un paiement les conserve :{% endif %}

{% for notice in finalNotices %}
- {{ notice.service }} : suppression le {{ notice.endsOn }}{% if notice.amount %} ; {{ notice.amount }} à payer pour {{ notice.reference }} : << {{ notice.link }} >>{% endif %}
{% endfor %}

{% endif %}

{% if documents.size > 0 %}

La prochaine période peut être réglée. Les documents sont joints en PDF :

{% for document in documents %}
- {{ document.services }} : {{ document.amount }} TTC, {{ document.reference }}, échéance le {{ document.dueOn }} : << {{ document.link }} >>
{% endfor %}

{% endif %}

{% if reminders.size > 0 %}

Petit rappel :

{% for reminder in reminders %}
- {{ reminder.service }} expire le {{ reminder.expiresOn }}. {% case reminder.about %}{% when 'pay' %}Il reste {{ reminder.amount }} à payer pour {{ reminder.reference }} : << {{ reminder.link }} >>{% when 'charge' %}Nous vous prélèverons {{ reminder.amount }} le {{ reminder.chargeOn }} ; vous n’avez rien à faire.{% when 'click' %}Renouvelez-le en un clic, sans frais : << {{ reminder.link }} >>{% else %}Il ne peut pas être renouvelé et prend fin ce jour-là : sauvegardez ce dont vous avez besoin.{% endcase %}
{% endfor %}

{% endif %}

{% if transfer %}
Par virement : IBAN {{ transfer.iban }}{% if transfer.holder != '' %} ({{ transfer.holder }}){% endif %} ; indiquez la référence notée à côté du montant.
{% endif %}

[[ Mon espace client | {{ link }} ]]`,
    },
  },
} as const satisfies Record<string, Template>
