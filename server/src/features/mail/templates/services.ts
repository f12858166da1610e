import type { Template } from '../render/template.ts'

const connectionEn = `
{% if connection.size > 0 %}

How to reach it:

{% for detail in connection %}
- {{ detail.label }}: {{ detail.value | default: "see your client area" }}
{% endfor %}

{% endif %}`

const connectionFr = `
{% if connection.size > 0 %}

Pour y accéder :

{% for detail in connection %}
- {{ detail.label }} : {{ detail.value | default: "voir votre espace client" }}
{% endfor %}

{% endif %}`

/** About one service. Dates are days of the business zone. */
export const serviceTemplates = {
  service_delivered: {
    en: {
      subject: '{{ service }} is ready',
      body: `
Your service {{ service }} is ready and running.
${connectionEn}

{% if expiresOn %}
It is paid until {{ expiresOn }}.
{% endif %}

[[ Manage my service | {{ link }} ]]`,
    },
    fr: {
      subject: '{{ service }} est prêt',
      body: `
Votre service {{ service }} est prêt et en fonctionnement.
${connectionFr}

{% if expiresOn %}
Il est payé jusqu’au {{ expiresOn }}.
{% endif %}

[[ Gérer mon service | {{ link }} ]]`,
    },
  },
  service_redelivered: {
    en: {
      subject: '{{ service }} was installed anew',
      body: `
Your service {{ service }} was removed and created again, as agreed. Its former data is gone.
${connectionEn}

[[ Manage my service | {{ link }} ]]`,
    },
    fr: {
      subject: '{{ service }} a été réinstallé',
      body: `
Votre service {{ service }} a été supprimé puis recréé, comme convenu. Ses anciennes données ont disparu.
${connectionFr}

[[ Gérer mon service | {{ link }} ]]`,
    },
  },
  service_suspended: {
    en: {
      subject: '{{ service }} is suspended',
      body: `
Your service {{ service }} is suspended: {{ causes }}. Its data is kept.

{% for message in messages %}
> {{ message }}
{% endfor %}

{% if overdue %}
{{ overdue.amount }} are still to pay for {{ overdue.reference }}.{% if restarts %} As soon as they are paid, the service starts again by itself.{% endif %}
{% endif %}

{% if overdue %}
[[ Pay {{ overdue.reference }} | {{ overdue.link }} ]]
{% else %}
[[ See my service | {{ link }} ]]
{% endif %}

{% if overdue.transfer %}
By bank transfer: IBAN {{ overdue.transfer.iban }}, reference {{ overdue.reference }}.
{% endif %}`,
    },
    fr: {
      subject: '{{ service }} est suspendu',
      body: `
Votre service {{ service }} est suspendu : {{ causes }}. Ses données sont conservées.

{% for message in messages %}
> {{ message }}
{% endfor %}

{% if overdue %}
Il reste {{ overdue.amount }} à payer pour {{ overdue.reference }}.{% if restarts %} Dès le paiement, le service redémarre de lui-même.{% endif %}
{% endif %}

{% if overdue %}
[[ Payer {{ overdue.reference }} | {{ overdue.link }} ]]
{% else %}
[[ Voir mon service | {{ link }} ]]
{% endif %}

{% if overdue.transfer %}
Par virement : IBAN {{ overdue.transfer.iban }}, référence {{ overdue.reference }}.
{% endif %}`,
    },
  },
  service_reactivated: {
    en: {
      subject: '{{ service }} is running again',
      body: `
Your service {{ service }} is running again.

{% if expiresOn %}
It is paid until {{ expiresOn }}.
{% endif %}

[[ Manage my service | {{ link }} ]]`,
    },
    fr: {
      subject: '{{ service }} fonctionne à nouveau',
      body: `
Votre service {{ service }} fonctionne à nouveau.

{% if expiresOn %}
Il est payé jusqu’au {{ expiresOn }}.
{% endif %}

[[ Gérer mon service | {{ link }} ]]`,
    },
  },
  service_expired: {
    en: {
      subject: '{{ service }} has ended',
      body: `
Your service {{ service }} was not paid for and has ended. It was removed together with its data.

You can order a new one at any time:

[[ Order | {{ orderLink }} ]]`,
    },
    fr: {
      subject: '{{ service }} a pris fin',
      body: `
Votre service {{ service }}, resté impayé, a pris fin. Il a été supprimé avec ses données.

Vous pouvez en commander un nouveau à tout moment :

[[ Commander | {{ orderLink }} ]]`,
    },
  },
  service_term_ended: {
    en: {
      subject: '{{ service }} has ended',
      body: `
Your service {{ service }} had reached the end of its term and has ended. It was removed together with its data.

You can order a new one at any time:

[[ Order | {{ orderLink }} ]]`,
    },
    fr: {
      subject: '{{ service }} a pris fin',
      body: `
Votre service {{ service }}, arrivé au terme de sa durée, a pris fin. Il a été supprimé avec ses données.

Vous pouvez en commander un nouveau à tout moment :

[[ Commander | {{ orderLink }} ]]`,
    },
  },
  service_cancelled: {
    en: {
      subject: '{{ service }} is cancelled',
      body: `
As you asked, your service {{ service }} is cancelled and has ended. Nothing more is invoiced for it; what stood on our servers is removed.

Thank you for having been with us.`,
    },
    fr: {
      subject: '{{ service }} est résilié',
      body: `
Comme demandé, votre service {{ service }} est résilié et a pris fin. Plus rien n’est facturé pour lui ; ce qui se trouvait sur nos serveurs est supprimé.

Merci de votre confiance.`,
    },
  },
  service_terminated: {
    en: {
      subject: '{{ service }} was terminated',
      body: `
Our team has ended your service {{ service }}. What stood on our servers is removed. If you have questions, please write to us.`,
    },
    fr: {
      subject: '{{ service }} est terminé',
      body: `
Notre équipe a mis fin à votre service {{ service }}. Ce qui se trouvait sur nos serveurs est supprimé. Pour toute question, écrivez-nous.`,
    },
  },
  cancellation_requested: {
    en: {
      subject: 'Cancellation of {{ service }} on {{ endsOn }}',
      body: `
We confirm the cancellation of your service {{ service }}.

- It runs as before until {{ endsOn }}, then it ends.
- It is not renewed and nothing more is invoiced for it.
- On that day it is removed together with its data: please save what you need before.

You can undo the cancellation until then:

[[ See my service | {{ link }} ]]`,
    },
    fr: {
      subject: 'Résiliation de {{ service }} le {{ endsOn }}',
      body: `
Nous confirmons la résiliation de votre service {{ service }}.

- Il fonctionne normalement jusqu’au {{ endsOn }}, puis prend fin.
- Il n’est pas renouvelé et plus rien n’est facturé pour lui.
- Ce jour-là, il est supprimé avec ses données : sauvegardez avant ce dont vous avez besoin.

Vous pouvez annuler la résiliation jusque-là :

[[ Voir mon service | {{ link }} ]]`,
    },
  },
  cancellation_undone: {
    en: {
      subject: '{{ service }} goes on',
      body: `
The cancellation of your service {{ service }} is undone. It goes on and is renewed as before.

{% if expiresOn %}
It is paid until {{ expiresOn }}.
{% endif %}

[[ Manage my service | {{ link }} ]]`,
    },
    fr: {
      subject: '{{ service }} continue',
      body: `
La résiliation de votre service {{ service }} est annulée. Il continue et se renouvelle comme avant.

{% if expiresOn %}
Il est payé jusqu’au {{ expiresOn }}.
{% endif %}

[[ Gérer mon service | {{ link }} ]]`,
    },
  },
  service_given_away: {
    en: {
      subject: '{{ service }} has left your account',
      body: `
Our team has transferred your service {{ service }} to another customer. It is not invoiced to you any more; your invoices and payments so far stay in your client area.

If you did not expect this, please write to us.`,
    },
    fr: {
      subject: '{{ service }} a quitté votre compte',
      body: `
Notre équipe a transféré votre service {{ service }} à un autre client. Il ne vous est plus facturé ; vos factures et paiements passés restent dans votre espace client.

Si vous ne vous y attendiez pas, écrivez-nous.`,
    },
  },
  service_received: {
    en: {
      subject: '{{ service }} is yours',
      body: `
Our team has transferred the service {{ service }} to your account. You manage and renew it from your client area.

{% if expiresOn %}
It is paid until {{ expiresOn }}.
{% endif %}

[[ Manage my service | {{ link }} ]]`,
    },
    fr: {
      subject: '{{ service }} est à vous',
      body: `
Notre équipe a transféré le service {{ service }} sur votre compte. Vous le gérez et le renouvelez depuis votre espace client.

{% if expiresOn %}
Il est payé jusqu’au {{ expiresOn }}.
{% endif %}

[[ Gérer mon service | {{ link }} ]]`,
    },
  },
  service_renewed: {
    en: {
      subject: '{{ service }} is renewed until {{ expiresOn }}',
      body: `
Your service {{ service }} is renewed and runs until {{ expiresOn }}. There is nothing to pay.

[[ Manage my service | {{ link }} ]]`,
    },
    fr: {
      subject: '{{ service }} est renouvelé jusqu’au {{ expiresOn }}',
      body: `
Votre service {{ service }} est renouvelé jusqu’au {{ expiresOn }}. Il n’y a rien à payer.

[[ Gérer mon service | {{ link }} ]]`,
    },
  },
} as const satisfies Record<string, Template>
