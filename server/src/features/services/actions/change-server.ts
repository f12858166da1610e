import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import {
  allowed,
  defineAction,
  refused,
  type SubjectKind,
  type Verdict,
} from '../../../platform/action.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { invalidField } from '../../../platform/problem.ts'
import type { Text } from '../../../platform/text.ts'
import type { ServerRow } from '../../servers/module-server.ts'
import { servers } from '../../servers/tables.ts'
import { findOnServer, type OnServer } from '../find-on-server.ts'
import { moveInTheBooks } from '../moves/change-server.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { services } from '../tables.ts'
import { moveOutput, note } from './inputs.ts'

const input = z.strictObject({
  serverId: z.uuid().meta({ label: { en: 'Server', fr: 'Serveur' }, choices: 'servers' }),
  /** The resource there, picked by staff; without it the one that carries the service's key. */
  remoteId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({
      label: { en: 'Resource there', fr: 'Ressource sur ce serveur' },
      help: {
        en: 'Empty: the one that carries this service’s key.',
        fr: 'Vide : celle qui porte la clé de ce service.',
      },
      choices: 'resources',
    }),
  note,
})
type Input = z.output<typeof input>

/** A service with what was seen on the server that is named. */
export interface Relocatable extends ServiceSubject {
  target?: ServerRow
  /** Null when nothing had to be looked for: the service has no resource yet. */
  there?: OnServer | null
  /** Another service has that resource in the books. */
  isTaken?: boolean
}

/**
 * Staff say on which server a service stands. It moves no data: only what is there already is
 * linked, found by our key or picked. What the old server holds stays there, and staff are told.
 */
export const changeServer = defineAction({
  id: 'service.change_server',
  on: serviceSubject as SubjectKind<Relocatable>,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Change the server of a service in the books, to where its resource already stands',
  input,
  output: moveOutput,
  async look(subject: Relocatable, wish: Input, { ctx }: { ctx: Context }) {
    const target = await serverOf(ctx.db, wish.serverId, subject)
    const { id, status, resource } = subject.service
    const nothingYet = status === 'pending' && resource === null && wish.remoteId === undefined
    if (nothingYet) return { target, there: null, isTaken: false }
    const there = await findOnServer(ctx, target, { key: id, remoteId: wish.remoteId })
    return { target, there, isTaken: await isTaken(ctx.db, subject, { target, there }) }
  },
  check(subject: Relocatable, wish: Input | null) {
    const { service, operations } = subject
    if (service.endedAt !== null) return refused('already_ended')
    if (operations.length > 0) return refused('operation_open')
    return wish ? checkPlace(subject) : allowed({ key: 'service.effect.no_data_moves' })
  },
  async run(tx, subject: Relocatable, wish, env: Env) {
    const { target, there } = subject
    if (!target || there === undefined) throw new Error('the server was not looked at')
    if (await isTaken(tx, subject, { target, there }))
      throw invalidField('/remoteId', 'resource_taken')
    const resource = there?.kind === 'one' ? there.resource : null
    return moveInTheBooks(tx, env, subject, { target, resource, note: wish.note })
  },
})

async function serverOf(db: Db, id: string, { service }: ServiceSubject): Promise<ServerRow> {
  const [row] = await db.select().from(servers).where(eq(servers.id, id))
  if (row?.type === service.type) return row
  throw invalidField('/serverId', 'no_server_of_type')
}

interface Seen {
  target: ServerRow
  there: OnServer | null
}

/** Whether another service has this resource in the books. */
async function isTaken(db: Db | Tx, { service }: ServiceSubject, { target, there }: Seen) {
  if (there?.kind !== 'one') return false
  const [other] = await db
    .select({ id: services.id })
    .from(services)
    .where(
      and(
        eq(services.serverId, target.id),
        ne(services.id, service.id),
        isNull(services.removedAt),
        sql`${services.resource}->>'remoteId' = ${there.resource.remoteId}`,
      ),
    )
  return other !== undefined
}

function checkPlace({ service, server, target, there, isTaken }: Relocatable): Verdict {
  if (!target || there === undefined) return allowed()
  const stays = target.id === service.serverId
  const remoteId = there?.kind === 'one' ? there.resource.remoteId : null
  if (stays && (there === null || remoteId === service.resource?.remoteId))
    return refused('server_unchanged')
  if (there?.kind === 'none') return refused('resource_not_there', { name: target.name })
  if (there?.kind === 'several') return refused('resource_several', { name: target.name })
  if (isTaken) return refused('resource_taken')
  const key = there?.resource.key ?? null
  if (key !== null && key !== service.id) return refused('resource_of_another')
  const effects: Text[] = [
    {
      key: 'service.effect.server_changes',
      params: { from: server?.name ?? '–', to: target.name },
    },
  ]
  if (there) effects.push({ key: 'service.effect.no_data_moves' })
  if (there && key === null) effects.push({ key: 'service.effect.resource_marked' })
  if (service.resource !== null && remoteId !== null) {
    const params = { remoteId: service.resource.remoteId, name: server?.name ?? '–' }
    effects.push({ key: 'service.effect.resource_left', params })
  }
  return allowed(...effects)
}
