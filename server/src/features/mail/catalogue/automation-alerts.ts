import { type CatalogueEntry, words as w } from './entry.ts'
import { choice, link, list, maybe, number, text } from './variable.ts'

const open = link(w('Where to look at it', 'Où le consulter'), '/admin/automation')
const count = number(w('How many', 'Combien'), 42)
const lines = list(w('By kind', 'Par nature'), {
  what: text(w('The kind', 'La nature'), w('suspend', 'suspendre')),
  n: count,
})

const alert = (name: CatalogueEntry['name'], description: CatalogueEntry['description']) =>
  ({ name, description, audience: 'staff', duty: 'staff' }) as const

export const automationAlertCatalogue = {
  alert_brake: {
    ...alert(
      w('Alert: held by the brake', 'Alerte : retenu par le garde-fou'),
      w(
        'Once a day and reason, when suspensions and ends begin to be held back.',
        'Une fois par jour et motif, quand des suspensions et fins commencent à être retenues.',
      ),
    ),
    variables: {
      reason: choice(w('Why they are held back', 'Pourquoi elles sont retenues'), {
        clock_jump: w('The clock jumped', 'L’horloge a sauté'),
        no_sweep_yesterday: w('Nothing ran yesterday', 'Rien n’a tourné la veille'),
        gateway_unreachable: w('A gateway does not answer', 'Une passerelle ne répond pas'),
        too_many: w('More than expected', 'Plus que prévu'),
      }),
      count,
      lines,
      link: open,
    },
  },
  alert_automation_late: {
    ...alert(
      w('Alert: automation late', 'Alerte : automatisation en retard'),
      w(
        'When nothing has run for a quarter of an hour while something is due.',
        'Quand rien n’a tourné depuis un quart d’heure alors que quelque chose attend.',
      ),
    ),
    variables: {
      due: count,
      lastRun: text(
        w('When it last ran', 'Son dernier passage'),
        w('10 March 2025 at 09:00', '10 mars 2025 à 09:00'),
      ),
      link: open,
    },
  },
  alert_gateway: {
    ...alert(
      w('Alert: gateway does not answer', 'Alerte : passerelle injoignable'),
      w('When a gateway has been silent for hours.', 'Quand une passerelle se tait des heures.'),
    ),
    variables: {
      gateway: text(w('The gateway', 'La passerelle'), 'stripe'),
      since: text(w('Since when', 'Depuis quand'), w('10 March 2025', '10 mars 2025')),
      message: maybe(w('What the last call failed with', 'La dernière erreur'), 'HTTP 503'),
      link: open,
    },
  },
  alert_proof: {
    ...alert(
      w('Alert: unexplained difference', 'Alerte : écart inexpliqué'),
      w(
        'When a day went another way than its forecast and nothing explains it.',
        'Quand un jour a différé de sa prévision sans explication.',
      ),
    ),
    variables: {
      day: text(w('The day', 'Le jour'), w('10 March 2025', '10 mars 2025')),
      count,
      lines,
      link: open,
    },
  },
} as const satisfies Record<string, CatalogueEntry>
