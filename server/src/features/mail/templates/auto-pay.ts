import type { Template } from '../render/template.ts'

/** About what is charged by itself. `reference` is the document's number or `P-…`. */
export const autoPayTemplates = {
  charge_refused: {
    en: {
      subject: 'We could not charge {{ amount }} for {{ reference }}',
      body: `
We tried to charge {{ amount }} for {{ reference }}{% if method %} to {{ method }}{% endif %}, and it was refused. This was attempt {{ attempt }} of {{ attempts }}. Nothing was taken.

{% if nextOn %}
We try again on {{ nextOn }}. You need not wait for it:
{% else %}
We do not try again. Please pay yourself, so that your services go on:
{% endif %}

[[ Look at it and pay | {{ link }} ]]

Another payment method can be stored here: {{ methodsLink }}`,
    },
    fr: {
      subject: 'Le prélèvement de {{ amount }} pour {{ reference }} a échoué',
      body: `
Nous avons tenté de prélever {{ amount }} pour {{ reference }}{% if method %} sur {{ method }}{% endif %}, sans succès. C’était la tentative {{ attempt }} sur {{ attempts }}. Rien n’a été débité.

{% if nextOn %}
Nous réessaierons le {{ nextOn }}. Inutile d’attendre :
{% else %}
Nous ne réessaierons pas. Merci de payer vous-même pour que vos services continuent :
{% endif %}

[[ Consulter et payer | {{ link }} ]]

Vous pouvez enregistrer un autre moyen de paiement ici : {{ methodsLink }}`,
    },
  },
  charge_needs_customer: {
    en: {
      subject: 'Your bank asks you to confirm {{ amount }} for {{ reference }}',
      body: `
We tried to charge {{ amount }} for {{ reference }}{% if method %} to {{ method }}{% endif %}. Your bank wants you to confirm it yourself. Nothing was taken. This was attempt {{ attempt }} of {{ attempts }}.

[[ Confirm and pay | {{ link }} ]]`,
    },
    fr: {
      subject: 'Votre banque vous demande de confirmer {{ amount }} pour {{ reference }}',
      body: `
Nous avons tenté de prélever {{ amount }} pour {{ reference }}{% if method %} sur {{ method }}{% endif %}. Votre banque souhaite que vous confirmiez vous-même. Rien n’a été débité. C’était la tentative {{ attempt }} sur {{ attempts }}.

[[ Confirmer et payer | {{ link }} ]]`,
    },
  },
  auto_pay_closed: {
    en: {
      subject: 'Automatic payment of {{ service }} is off',
      body: `
{% case because %}
{% when 'attempts_used_up' %}
We could not charge the renewal of {{ service }} (#{{ number }}) in any of our attempts.
{% when 'method_refused' %}
The payment method for {{ service }} (#{{ number }}) can never be charged again, says its bank.
{% when 'method_closed' %}
The payment method for {{ service }} (#{{ number }}) is not there any more.
{% when 'removed_by_staff' %}
We have removed the payment method for {{ service }} (#{{ number }}).
{% else %}
A payment for {{ service }} (#{{ number }}) was taken back by the bank.
{% endcase %}

Automatic payment of this service is off. Its renewals are paid by hand from here on, until you switch it on again.

[[ See the service | {{ link }} ]]`,
    },
    fr: {
      subject: 'Le paiement automatique de {{ service }} est désactivé',
      body: `
{% case because %}
{% when 'attempts_used_up' %}
Aucune de nos tentatives de prélèvement pour le renouvellement de {{ service }} (n° {{ number }}) n’a abouti.
{% when 'method_refused' %}
Le moyen de paiement de {{ service }} (n° {{ number }}) ne peut plus être débité, selon sa banque.
{% when 'method_closed' %}
Le moyen de paiement de {{ service }} (n° {{ number }}) n’existe plus.
{% when 'removed_by_staff' %}
Nous avons retiré le moyen de paiement de {{ service }} (n° {{ number }}).
{% else %}
Un paiement de {{ service }} (n° {{ number }}) a été repris par la banque.
{% endcase %}

Le paiement automatique de ce service est désactivé. Ses renouvellements se paient désormais manuellement, jusqu’à ce que vous le réactiviez.

[[ Voir le service | {{ link }} ]]`,
    },
  },
  method_expires_soon: {
    en: {
      subject: '{{ method }} expires soon',
      body: `
{{ method }}, with which we charge your renewals, can be charged until {{ month }}. Please store another one before, so that your services go on without a break.

[[ Your payment methods | {{ link }} ]]`,
    },
    fr: {
      subject: '{{ method }} expire bientôt',
      body: `
{{ method }}, sur lequel nous prélevons vos renouvellements, est valable jusqu’au {{ month }}. Merci d’en enregistrer un autre auparavant, pour que vos services continuent sans interruption.

[[ Vos moyens de paiement | {{ link }} ]]`,
    },
  },
  alert_auto_pay_closed: {
    en: {
      subject: 'Auto-pay of #{{ number }} was switched off',
      body: `
Auto-pay of service #{{ number }} ({{ service }}, {{ customer }}) was switched off by itself.

{% if message %}
> {{ message }}
{% endif %}

[[ Open the service | {{ link }} ]]`,
    },
    fr: {
      subject: 'Le paiement automatique du n° {{ number }} a été désactivé',
      body: `
Le paiement automatique du service n° {{ number }} ({{ service }}, {{ customer }}) s’est désactivé.

{% if message %}
> {{ message }}
{% endif %}

[[ Ouvrir le service | {{ link }} ]]`,
    },
  },
  alert_charge_stuck: {
    en: {
      subject: 'The outcome of a charge of {{ amount }} is not known',
      body: `
For an hour the gateway has not said what became of the charge of {{ amount }} for {{ reference }} ({{ customer }}). It goes on being asked; nothing is charged twice, and the service is not suspended meanwhile.

{% if message %}
> {{ message }}
{% endif %}

[[ Open the document | {{ link }} ]]`,
    },
    fr: {
      subject: 'Le résultat d’un prélèvement de {{ amount }} est inconnu',
      body: `
Depuis une heure, la passerelle ne dit pas ce qu’il est advenu du prélèvement de {{ amount }} pour {{ reference }} ({{ customer }}). Elle continue d’être interrogée ; rien n’est prélevé deux fois, et le service n’est pas suspendu entre-temps.

{% if message %}
> {{ message }}
{% endif %}

[[ Ouvrir le document | {{ link }} ]]`,
    },
  },
} as const satisfies Record<string, Template>
