import type { Template } from '../render/template.ts'

/** What staff asked to be told of, and the mail that tries the settings out. */
export const staffTemplates = {
  alert_operation_waits: {
    en: {
      subject: 'To do: {{ operation }} of #{{ number }} waits for you',
      body: `
The operation “{{ operation }}” of service #{{ number }} ({{ service }}, {{ customer }}) has failed and is not tried again by itself.

{% if message %}
> {{ message }}
{% endif %}

[[ Open the service | {{ link }} ]]`,
    },
    fr: {
      subject: 'À traiter : {{ operation }} du service n° {{ number }}',
      body: `
L’opération « {{ operation }} » du service n° {{ number }} ({{ service }}, {{ customer }}) a échoué et ne sera pas relancée d’elle-même.

{% if message %}
> {{ message }}
{% endif %}

[[ Ouvrir le service | {{ link }} ]]`,
    },
  },
  alert_operation_unknown: {
    en: {
      subject: 'Unknown outcome: {{ operation }} of #{{ number }}',
      body: `
It is not known whether the operation “{{ operation }}” of service #{{ number }} ({{ service }}, {{ customer }}) was carried out. The server is asked; nothing is done twice.

{% if message %}
> {{ message }}
{% endif %}

[[ Open the service | {{ link }} ]]`,
    },
    fr: {
      subject: 'Résultat inconnu : {{ operation }} du service n° {{ number }}',
      body: `
On ignore si l’opération « {{ operation }} » du service n° {{ number }} ({{ service }}, {{ customer }}) a été exécutée. Le serveur est interrogé ; rien n’est fait deux fois.

{% if message %}
> {{ message }}
{% endif %}

[[ Ouvrir le service | {{ link }} ]]`,
    },
  },
  alert_duplicate_resource: {
    en: {
      subject: 'To do: service #{{ number }} exists more than once',
      body: `
A late answer of the server shows that service #{{ number }} ({{ service }}, {{ customer }}) exists there more than once: {{ resources }}. Nothing was removed; please look which one is in use.

[[ Open the service | {{ link }} ]]`,
    },
    fr: {
      subject: 'À traiter : le service n° {{ number }} existe en double',
      body: `
Une réponse tardive du serveur montre que le service n° {{ number }} ({{ service }}, {{ customer }}) y existe plusieurs fois : {{ resources }}. Rien n’a été supprimé ; vérifiez lequel est utilisé.

[[ Ouvrir le service | {{ link }} ]]`,
    },
  },
  alert_resource_left: {
    en: {
      subject: 'To do: what #{{ number }} left on {{ server }}',
      body: `
Service #{{ number }} ({{ service }}, {{ customer }}) stands elsewhere in the books. What it had on {{ server }} was not removed: {{ resources }}. Please look whether it is still needed.

[[ Open the service | {{ link }} ]]`,
    },
    fr: {
      subject: 'À traiter : ce que le service n° {{ number }} a laissé sur {{ server }}',
      body: `
Le service n° {{ number }} ({{ service }}, {{ customer }}) est désormais ailleurs dans les registres. Ce qu’il avait sur {{ server }} n’a pas été supprimé : {{ resources }}. Vérifiez si c’est encore utile.

[[ Ouvrir le service | {{ link }} ]]`,
    },
  },
  alert_drift: {
    en: {
      subject: 'To do: {{ count }} on {{ server }} differ from the books',
      body: `
The comparison of {{ server }} with the books found something new:

{% for line in lines %}
- {{ line.what }}: {{ line.n }}
{% endfor %}

Nothing was changed by itself.

[[ Open the differences | {{ link }} ]]`,
    },
    fr: {
      subject: 'À traiter : {{ count }} écarts sur {{ server }}',
      body: `
La comparaison de {{ server }} avec les registres a trouvé du nouveau :

{% for line in lines %}
- {{ line.what }} : {{ line.n }}
{% endfor %}

Rien n’a été modifié automatiquement.

[[ Ouvrir les écarts | {{ link }} ]]`,
    },
  },
  alert_server_suspect: {
    en: {
      subject: 'To do: {{ server }} lists too little',
      body: `
{{ vanished }} of the {{ known }} resources that the books expect on {{ server }} were missing from its listing. That is too much at once to be believed: nothing was recorded. Please look at the server; if they are really gone, ask for a second look.

[[ Open the server | {{ link }} ]]`,
    },
    fr: {
      subject: 'À traiter : {{ server }} liste trop peu',
      body: `
Il manque {{ vanished }} des {{ known }} ressources attendues dans la liste de {{ server }}. C’est trop d’un coup pour être crédible : rien n’a été enregistré. Vérifiez le serveur ; si elles ont vraiment disparu, demandez une seconde vérification.

[[ Ouvrir le serveur | {{ link }} ]]`,
    },
  },
  alert_payment: {
    en: {
      subject: `{% case what %}
{% when 'unallocated' %}To do: {{ amount }} received that fit nowhere
{% when 'not_needed' %}To do: {{ amount }} received for something that was paid already
{% when 'charged_back' %}Chargeback of {{ amount }}
{% when 'refund_failed' %}To do: a refund of {{ amount }} was refused
{% else %}{{ amount }} paid for a service that has ended
{% endcase %}`,
      body: `
{% case what %}
{% when 'unallocated' %}
A payment of {{ amount }} ({{ gateway }}, {{ paymentReference }}) could not be set against anything. Please decide: credit or refund.
{% when 'not_needed' %}
A payment of {{ amount }} ({{ gateway }}, {{ paymentReference }}) came for {{ reference }}, which was paid already. The surplus is customer credit.
{% when 'charged_back' %}
The customer’s bank took {{ amount }} back ({{ gateway }}, {{ paymentReference }}). No service was ended for it.
{% if creditTaken %}
{{ creditTaken }} of it had become customer credit and was taken from there.
{% endif %}
{% if uncovered %}
{{ uncovered }} of it is neither on a document nor on the credit any more. Please ask the customer for it.
{% endif %}
{% when 'refund_failed' %}
The gateway refused to pay {{ amount }} back ({{ gateway }}, {{ paymentReference }}).
{% else %}
{{ amount }} of {{ reference }} were for a service that has ended; they are customer credit.
{% endcase %}

{% if customer %}
Customer: {{ customer }}
{% endif %}

[[ Open it | {{ link }} ]]`,
    },
    fr: {
      subject: `{% case what %}
{% when 'unallocated' %}À traiter : {{ amount }} reçus sans affectation
{% when 'not_needed' %}À traiter : {{ amount }} reçus pour un document déjà payé
{% when 'charged_back' %}Rejet de paiement de {{ amount }}
{% when 'refund_failed' %}À traiter : remboursement de {{ amount }} refusé
{% else %}{{ amount }} payés pour un service terminé
{% endcase %}`,
      body: `
{% case what %}
{% when 'unallocated' %}
Un paiement de {{ amount }} ({{ gateway }}, {{ paymentReference }}) n’a pu être affecté. À vous de décider : crédit ou remboursement.
{% when 'not_needed' %}
Un paiement de {{ amount }} ({{ gateway }}, {{ paymentReference }}) est arrivé pour {{ reference }}, déjà payé. Le surplus devient du crédit client.
{% when 'charged_back' %}
La banque du client a repris {{ amount }} ({{ gateway }}, {{ paymentReference }}). Aucun service n’a pris fin pour autant.
{% if creditTaken %}
Sur ce montant, {{ creditTaken }} étaient devenus du crédit client et y ont été repris.
{% endif %}
{% if uncovered %}
{{ uncovered }} de ce montant ne sont plus ni sur un document ni sur le crédit. Réclamez-les au client.
{% endif %}
{% when 'refund_failed' %}
La passerelle a refusé de rembourser {{ amount }} ({{ gateway }}, {{ paymentReference }}).
{% else %}
{{ amount }} de {{ reference }} concernaient un service terminé ; c’est désormais du crédit client.
{% endcase %}

{% if customer %}
Client : {{ customer }}
{% endif %}

[[ Ouvrir | {{ link }} ]]`,
    },
  },
  alert_mail_failed: {
    en: {
      subject: 'A mail to {{ address }} could not be sent',
      body: `
The mail “{{ mailSubject }}” to {{ address }} could not be sent.

> {{ message }}

[[ Open the mail | {{ link }} ]]`,
    },
    fr: {
      subject: 'Un e-mail à {{ address }} n’a pas pu être envoyé',
      body: `
L’e-mail « {{ mailSubject }} » à {{ address }} n’a pas pu être envoyé.

> {{ message }}

[[ Ouvrir l’e-mail | {{ link }} ]]`,
    },
  },
  alert_template_broken: {
    en: {
      subject: 'To do: your template “{{ template }}” could not be used',
      body: `
Your words for the mail “{{ template }}” could not be used. The mail went out in the program’s own words; nothing was lost.

{% if message %}
> {{ message }}
{% endif %}

[[ Open the template | {{ link }} ]]`,
    },
    fr: {
      subject: 'À traiter : votre modèle « {{ template }} » n’a pas pu être utilisé',
      body: `
Vos mots pour l’e-mail « {{ template }} » n’ont pas pu être utilisés. L’e-mail est parti avec ceux du programme ; rien n’est perdu.

{% if message %}
> {{ message }}
{% endif %}

[[ Ouvrir le modèle | {{ link }} ]]`,
    },
  },
  alert_webhook_disabled: {
    en: {
      subject: 'To do: the webhook “{{ webhook }}” was switched off',
      body: `
{% if isGone %}
The receiver of the webhook “{{ webhook }}” answered that it is gone for good (410).
{% else %}
Nothing has reached the receiver of the webhook “{{ webhook }}” for three days.
{% endif %}

Nothing is sent to it any more. What was not delivered stands in its log and can be sent again.

[[ Open the webhook | {{ link }} ]]`,
    },
    fr: {
      subject: 'À traiter : le webhook « {{ webhook }} » a été désactivé',
      body: `
{% if isGone %}
Le destinataire du webhook « {{ webhook }} » a répondu qu’il n’existe plus (410).
{% else %}
Rien n’a atteint le destinataire du webhook « {{ webhook }} » depuis trois jours.
{% endif %}

Plus rien ne lui est envoyé. Ce qui n’a pas été remis figure dans son journal et peut être renvoyé.

[[ Ouvrir le webhook | {{ link }} ]]`,
    },
  },
  test: {
    en: {
      subject: 'Test mail of {{ company.name }}',
      body: 'This mail shows that your mail settings work.',
    },
    fr: {
      subject: 'E-mail de test de {{ company.name }}',
      body: 'Cet e-mail montre que vos réglages d’envoi fonctionnent.',
    },
  },
} as const satisfies Record<string, Template>
