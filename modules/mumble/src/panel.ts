import {
  fail,
  type ModuleContext,
  type OperationContext,
  ok,
  type Panel,
  type PanelOutcome,
  type PanelView,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import { type Murmur, withMurmur } from './bus.ts'
import { power, resetPassword } from './changes.ts'
import { setConf } from './create.ts'
import { actionForms, type MumbleSettings } from './forms.ts'
import { actionsOf } from './panel-actions.ts'
import { overviewOf, type Seen, tabsOf } from './panel-tabs.ts'
import type { MumbleService } from './plan.ts'
import { readChannels, readLog, readUsers } from './readings.ts'
import { existingServer, isSuspended, readDefaults } from './servers.ts'

type Server = ServerConfig<MumbleSettings>

/** State, users, channels, log, and what can be done. */
export function panel(
  ctx: ModuleContext,
  server: Server,
  service: MumbleService,
  view?: PanelView,
): Promise<Result<Panel>> {
  return withMurmur(ctx, server.settings, async (murmur) => {
    const seen = await readAll(murmur, service, view)
    if (!seen.ok) return seen
    return ok({
      refreshMs: 5000,
      overview: overviewOf(seen.value),
      actions: actionsOf(seen.value),
      tabs: tabsOf(seen.value),
    })
  })
}

async function readAll(
  murmur: Murmur,
  service: MumbleService,
  view: PanelView | undefined,
): Promise<Result<Seen>> {
  const own = await existingServer(murmur, service.key)
  if (!own.ok) return own
  const defaults = await readDefaults(murmur)
  if (!defaults.ok) return defaults
  const users = await readUsers(murmur, own.value)
  if (!users.ok) return users
  const shows = (tab: string) => view === undefined || view.tab === tab
  const channels =
    shows('users') || shows('channels') ? await readChannels(murmur, own.value) : null
  if (channels && !channels.ok) return channels
  const log = shows('log') ? await readLog(murmur, own.value) : null
  if (log && !log.ok) return log
  return ok({
    settings: murmur.settings,
    service,
    own: own.value,
    defaults: defaults.value,
    users: users.value,
    channels: channels?.value ?? null,
    log: log?.value ?? null,
  })
}

const POWER = {
  start: { en: 'Started', fr: 'Démarré' },
  stop: { en: 'Stopped', fr: 'Arrêté' },
  restart: { en: 'Restarted', fr: 'Redémarré' },
} as const

/** Carries out one action of the panel. */
export async function panelAction(
  ctx: OperationContext,
  server: Server,
  service: MumbleService,
  actionId: string,
  input: Record<string, unknown>,
): Promise<Result<PanelOutcome>> {
  if (actionId === 'start' || actionId === 'stop' || actionId === 'restart') {
    const done = await power(ctx, server, service, actionId)
    return done.ok ? ok({ message: POWER[actionId], resource: done.value }) : done
  }
  if (actionId === 'reset_password') {
    const done = await resetPassword(ctx, server, service)
    const message = { en: 'The new password is ready', fr: 'Le nouveau mot de passe est prêt' }
    return done.ok ? ok({ message, resource: done.value }) : done
  }
  const work = WORK[actionId]
  if (!work) return fail('unsupported', `There is no action ${actionId}`)
  return withMurmur(ctx, server.settings, async (murmur) => {
    const own = await existingServer(murmur, service.key)
    if (!own.ok) return own
    if (service.suspended || isSuspended(own.value)) {
      return fail('rejected', 'The service is suspended')
    }
    return work(murmur, own.value.id, input)
  })
}

type Work = (
  murmur: Murmur,
  id: number,
  input: Record<string, unknown>,
) => Promise<Result<PanelOutcome>>

/** The root channel; a message to its tree reaches everybody. */
const ROOT = 0

const WORK: Readonly<Record<string, Work>> = {
  async set_password(murmur, id, input) {
    const { password } = actionForms.set_password.parse(input)
    const set = await setConf(murmur, id, { password })
    const message = password
      ? { en: 'Joining needs the password', fr: 'L’entrée exige le mot de passe' }
      : { en: 'Anybody may join', fr: 'Tout le monde peut entrer' }
    return set.ok ? ok({ message }) : set
  },
  async message(murmur, id, input) {
    const { text } = actionForms.message.parse(input)
    const sent = await murmur.askServer(id, 'sendMessageChannel', ROOT, true, plainHtml(text))
    return sent.ok ? ok({ message: { en: 'Sent to everybody', fr: 'Envoyé à tous' } }) : sent
  },
  async kick(murmur, id, input) {
    const { session, reason } = actionForms.kick.parse(input)
    const kicked = await murmur.askServer(id, 'kickPlayer', session, reason)
    return kicked.ok ? ok({ message: { en: 'Sent away', fr: 'Expulsé' } }) : kicked
  },
}

/** Messages are HTML to their readers, and plain words to whoever writes them here. */
function plainHtml(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\n': '<br>' }
  return text.replace(/[&<>\n]/g, (sign) => signs[sign] ?? sign)
}
