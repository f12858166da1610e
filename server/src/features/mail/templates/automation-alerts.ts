import type { Template } from '../render/template.ts'

/** What staff are told when the automation holds back, stands still, or differs from its forecast. */
export const automationAlertTemplates = {
  alert_brake: {
    en: {
      subject: 'To do: {{ count }} suspensions and ends are held back',
      body: `
{% case reason %}
{% when 'clock_jump' %}
More than a day lay between two runs of the automation: an outage, or a wrong clock. What suspends or ends services is held back.
{% when 'no_sweep_yesterday' %}
The automation did not run yesterday. What suspends or ends services is held back today.
{% when 'gateway_unreachable' %}
A payment gateway has not answered for six hours. Nobody is suspended who may not have been able to pay.
{% else %}
More services were to be suspended or ended today than was to be expected. What goes beyond is held back.
{% endcase %}

{% for line in lines %}
- {{ line.what }}: {{ line.n }}
{% endfor %}

Nothing happens to these services until you have answered. What is paid meanwhile drops out by itself.

[[ Look and decide | {{ link }} ]]`,
    },
    fr: {
      subject: 'À traiter : {{ count }} suspensions et fins retenues',
      body: `
{% case reason %}
{% when 'clock_jump' %}
Plus d’un jour sépare deux passages de l’automatisation : une panne, ou une horloge fausse. Ce qui suspend des services ou y met fin est retenu.
{% when 'no_sweep_yesterday' %}
L’automatisation n’a pas tourné hier. Ce qui suspend des services ou y met fin est retenu aujourd’hui.
{% when 'gateway_unreachable' %}
Une passerelle de paiement ne répond plus depuis six heures. Nul n’est suspendu faute d’avoir pu payer.
{% else %}
Davantage de services que prévu devaient être suspendus ou prendre fin aujourd’hui. Ce qui dépasse est retenu.
{% endcase %}

{% for line in lines %}
- {{ line.what }} : {{ line.n }}
{% endfor %}

Rien n’arrive à ces services avant votre réponse. Ce qui est payé entre-temps sort de la liste de lui-même.

[[ Consulter et décider | {{ link }} ]]`,
    },
  },
  alert_automation_late: {
    en: {
      subject: 'The automation stands still',
      body: `
{{ due }} services wait for the automation, which last ran {{ lastRun }}. Please look whether a worker runs.

[[ Open the automation | {{ link }} ]]`,
    },
    fr: {
      subject: 'L’automatisation est à l’arrêt',
      body: `
{{ due }} services attendent l’automatisation, dont le dernier passage date du {{ lastRun }}. Vérifiez qu’un processus de travail tourne.

[[ Ouvrir l’automatisation | {{ link }} ]]`,
    },
  },
  alert_gateway: {
    en: {
      subject: 'The gateway {{ gateway }} does not answer',
      body: `
The payment gateway {{ gateway }} has not answered since {{ since }}.

{% if message %}
> {{ message }}
{% endif %}

While it is so, the brake holds suspensions and ends back.

[[ Open the gateways | {{ link }} ]]`,
    },
    fr: {
      subject: 'La passerelle {{ gateway }} ne répond plus',
      body: `
La passerelle de paiement {{ gateway }} ne répond plus depuis le {{ since }}.

{% if message %}
> {{ message }}
{% endif %}

Tant qu’il en est ainsi, le garde-fou retient les suspensions et les fins.

[[ Ouvrir les passerelles | {{ link }} ]]`,
    },
  },
  alert_proof: {
    en: {
      subject: 'To look at: {{ count }} unexplained on {{ day }}',
      body: `
On {{ day }} the automation did not do what it had announced, and no payment, edit, failure or outage explains it:

{% for line in lines %}
- {{ line.what }}: {{ line.n }}
{% endfor %}

[[ Open the comparison | {{ link }} ]]`,
    },
    fr: {
      subject: 'À vérifier : {{ count }} écarts inexpliqués le {{ day }}',
      body: `
Le {{ day }}, l’automatisation n’a pas fait ce qu’elle avait annoncé, et aucun paiement, aucune modification, aucun échec ni aucune panne ne l’explique :

{% for line in lines %}
- {{ line.what }} : {{ line.n }}
{% endfor %}

[[ Ouvrir la comparaison | {{ link }} ]]`,
    },
  },
} as const satisfies Record<string, Template>
