import { IconStack2 } from '@tabler/icons-react'
import i18next from 'i18next'
import { lazy, Suspense } from 'react'
import { type ActionOffer, verbOf } from '../../ui/action/action-types.ts'
import type { PaletteAnswer, PaletteHit, PaletteSource } from '../shell/palette-source.ts'
import { readCommand } from '../shell/palette-words.ts'
import { serviceOffers } from './service-action-context.ts'
import { isInMenu, SERVICE_LOOKS } from './service-looks.ts'
import { listServiceActions, listServices, type ServiceRow } from './service-requests.ts'

const LIMIT = 5
/** A command's subjects: each is asked what can be done with it. */
const SUBJECTS = 3

/** Forms are loaded when something is done, not with every page. */
const ChosenActionDialog = lazy(async () => ({
  default: (await import('./service-row-actions.tsx')).ChosenActionDialog,
}))

const labelOf = (verb: string) => i18next.t(`services.actions.${verb}.label`)

const find = async (q: string, limit: number) => {
  const { items } = await listServices({ q, limit: String(limit), archived: 'with' })
  return items
}

const pageOf = (service: ServiceRow): PaletteHit => ({
  id: service.id,
  label: `${service.name} #${service.number}`,
  description: service.customer.name,
  to: `/admin/services/${service.id}`,
})

/** An action on a service, as something to choose; refused ones say why. */
function actionHit(service: ServiceRow, offer: ActionOffer): PaletteHit {
  const verb = verbOf(offer.id)
  const name = `${service.name} #${service.number}`
  return {
    id: `${service.id}:${verb}`,
    label: `${labelOf(verb)} · ${name}`,
    description: offer.allowed ? service.customer.name : offer.reason?.text,
    isRefused: !offer.allowed,
    icon: SERVICE_LOOKS[verb]?.icon,
    dialog: (close) => (
      <Suspense>
        <ChosenActionDialog chosen={{ service, offer }} onClose={close} />
      </Suspense>
    ),
  }
}

async function actionsOf(service: ServiceRow): Promise<ActionOffer[]> {
  const { items } = await listServiceActions(service.id)
  return serviceOffers(items, service).filter(isInMenu)
}

/** "Suspend #1042": the services that are meant, each with that action. */
async function answerCommands(text: string): Promise<PaletteHit[]> {
  const labels = Object.keys(SERVICE_LOOKS).map((verb) => ({ verb, label: labelOf(verb) }))
  const commands = readCommand(text, labels).filter(({ rest }) => rest !== '')
  const [command] = commands
  if (!command) return []
  const verbs = new Set(commands.map(({ verb }) => verb))
  const services = await find(command.rest, SUBJECTS)
  const hits = services.map(async (service) =>
    (await actionsOf(service))
      .filter((offer) => verbs.has(verbOf(offer.id)))
      .map((offer) => actionHit(service, offer)),
  )
  return (await Promise.all(hits)).flat()
}

/** Services by all that the list finds them by; a single one also with what can be done with it. */
async function search(text: string): Promise<PaletteAnswer> {
  const [commanded, found] = await Promise.all([answerCommands(text), find(text, LIMIT)])
  const [only, ...others] = found
  const isSingle = only !== undefined && others.length === 0 && commanded.length === 0
  const offers = isSingle ? await actionsOf(only) : []
  const possible = offers.filter((offer) => offer.allowed)
  return {
    hits: found.map(pageOf),
    actions: isSingle ? possible.map((offer) => actionHit(only, offer)) : commanded,
  }
}

const source: PaletteSource = {
  heading: 'services.title',
  icon: IconStack2,
  permission: 'services:read',
  commands: [
    { label: 'serviceList.new', to: '/admin/services/new', permission: 'services:create' },
  ],
  search,
}

export default source
