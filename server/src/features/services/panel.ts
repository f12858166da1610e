import {
  fail,
  maskSecrets,
  type Panel,
  type PanelOutcome,
  panelOutcomeSchema,
  panelSchema,
} from '@berth/sdk'
import { eq } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import { type Actor, audienceOf, permits } from '../../platform/actor.ts'
import { readForm } from '../../platform/form-input.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem, refuse } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import { sealPanelCall } from '../operations/panel-input.ts'
import { requestOperation } from '../operations/request.ts'
import { askModule } from '../servers/ask-module.ts'
import { noteRefusal } from '../servers/ask-server.ts'
import { moduleContext, operationContext } from '../servers/module-context.ts'
import { moduleServer, serverSecretValues } from '../servers/module-server.ts'
import { servers } from '../servers/tables.ts'
import { moduleInput } from './operation-subjects.ts'
import { openResource } from './resource.ts'
import { type ServiceSubject, takeService } from './subject.ts'

/** A panel is waited for on a page: it has less time than a change. */
const PANEL_LIMIT_MS = 10_000

/** The panel, or why there is none just now. */
export type PanelAnswer =
  | { kind: 'panel'; panel: Panel }
  | { kind: 'none' }
  | { kind: 'unavailable'; message: string }

/** Asks the module for the panel and leaves out what the reader may not see. */
export async function readPanel(
  ctx: Context,
  subject: ServiceSubject,
  reader: { actor: Actor; tab: string | null },
): Promise<PanelAnswer> {
  const call = await moduleCall(ctx, subject, PANEL_LIMIT_MS)
  if (!call) return { kind: 'none' }
  const { module, server, context, input } = call
  const { panel } = module
  if (!panel) return { kind: 'none' }
  const answer = await askModule({
    limitMs: PANEL_LIMIT_MS,
    abort: new AbortController().signal,
    mask: call.mask,
    run: () => panel(context, server, input, { tab: reader.tab }),
    read: (value) => panelSchema.parse(value),
  })
  if (answer.kind === 'value')
    return { kind: 'panel', panel: visiblePart(answer.value, reader.actor) }
  if (answer.kind === 'lost') return { kind: 'unavailable', message: answer.message }
  await noteRefusal(ctx, server.id, answer.error)
  return { kind: 'unavailable', message: answer.error.message }
}

/** A module that can be called for this service, with its server's secrets opened. */
async function moduleCall(ctx: Context, { service, ...rest }: ServiceSubject, limitMs: number) {
  const module = ctx.modules.get(service.type)
  if (!module?.needsServer || !service.resource || !service.serverId) return null
  const [row] = await ctx.db.select().from(servers).where(eq(servers.id, service.serverId))
  const server = row && moduleServer(ctx, row)
  if (!server?.ok) return null
  const signal = AbortSignal.timeout(limitMs)
  const secrets = Object.values(openResource(ctx, service.id, service.resource)?.secrets ?? {})
  const call = {
    type: service.type,
    server: server.value,
    signal,
    secrets,
    requestLimitMs: limitMs,
  }
  return {
    module,
    server: server.value,
    call,
    context: moduleContext(ctx, call),
    mask: (words: string) =>
      maskSecrets(words, [...serverSecretValues(ctx, service.type, server.value), ...secrets]),
    input: moduleInput(ctx, { service, ...rest }),
  }
}

function visiblePart(panel: Panel, actor: Actor): Panel {
  const audience = audienceOf(actor)
  const sees = (thing: { audience: readonly string[] }) => thing.audience.includes(audience)
  const may = (permission: string) => audience === 'customer' || permits(actor, permission)
  return {
    ...panel,
    overview: {
      ...panel.overview,
      credentials: panel.overview.credentials.filter(
        (credential) => sees(credential) && may('services:reveal'),
      ),
    },
    actions: panel.actions.filter((action) => sees(action) && may(action.permission)),
    tabs: panel.tabs.filter(sees),
  }
}

/** What a panel action answers: it goes on as an operation, or here is the address to open. */
export interface PanelActionAnswer {
  operationId: string | null
  link: string | null
}

/**
 * Carries out an action of the panel. A `call` becomes an operation, so that it happens once and in
 * order with everything else on that server; a `link` is asked for and answered at once.
 */
export async function runPanelAction(
  env: Env,
  subject: ServiceSubject,
  wish: { actionId: string; input: unknown },
): Promise<PanelActionAnswer> {
  const { ctx, actor } = env
  const shown = await readPanel(ctx, subject, { actor, tab: null })
  if (shown.kind === 'unavailable') throw refuse('panel_unavailable')
  const action =
    shown.kind === 'panel' ? shown.panel.actions.find(({ id }) => id === wish.actionId) : undefined
  if (!action) throw notFound()
  if (action.disabled) throw refuse('panel_action_disabled')
  const input = actionInput(ctx, subject, wish)
  return action.kind === 'link'
    ? { operationId: null, link: await openLink(env, subject, wish.actionId, input) }
    : { ...(await requestPanelCall(env, subject, wish.actionId, input)), link: null }
}

function actionInput(
  ctx: Context,
  { service }: ServiceSubject,
  wish: { actionId: string; input: unknown },
) {
  const form = ctx.modules.get(service.type)?.actionForms?.[wish.actionId]
  if (!form) return {}
  const read = readForm(form, wish.input, '/input')
  if (!read.ok) throw new Problem('invalid', { errors: read.errors })
  return read.value
}

/** Which kind of operation an action is, for lists and the history. */
const KINDS: Record<string, 'reinstall' | 'reset_password'> = {
  reinstall: 'reinstall',
  reset_password: 'reset_password',
}

function requestPanelCall(
  env: Env,
  subject: ServiceSubject,
  actionId: string,
  input: Record<string, unknown>,
) {
  const { id } = subject.service
  return inTransaction(env.ctx, async (tx) => {
    const { service, operations } = await takeService(tx, id, env.now)
    if (operations.length > 0) throw refuse('operation_open')
    if (service.status === 'suspended' && env.actor.kind === 'user') {
      throw refuse('wrong_status', { status: { key: 'service.status.suspended' } })
    }
    return requestOperation(tx, env, {
      serviceId: id,
      serverId: service.serverId,
      kind: KINDS[actionId] ?? 'power',
      input: sealPanelCall(env.ctx, id, { actionId, input }),
    })
  })
}

async function openLink(
  env: Env,
  subject: ServiceSubject,
  actionId: string,
  input: Record<string, unknown>,
): Promise<string> {
  const prepared = await moduleCall(env.ctx, subject, PANEL_LIMIT_MS)
  if (!prepared?.module.panelAction) throw notFound()
  const context = operationContext(env.ctx, {
    ...prepared.call,
    operationId: newId(),
    key: subject.service.id,
    progress: () => {},
    reserve: async () => {},
    remember: async () => {},
    remembered: { remoteId: null, taskId: null },
  })
  const { module, server, mask } = prepared
  const answer = await askModule({
    limitMs: PANEL_LIMIT_MS,
    abort: new AbortController().signal,
    mask,
    run: async () =>
      (await module.panelAction?.(context, server, prepared.input, actionId, input)) ??
      fail('unsupported', 'The module has no actions'),
    read: (value): PanelOutcome => panelOutcomeSchema.parse(value),
  })
  if (answer.kind !== 'value') throw refuse('panel_unavailable')
  await noteUse(env, subject, { kind: 'service.panel_link_opened', after: { action: actionId } })
  if (!answer.value.link) throw refuse('panel_unavailable')
  return answer.value.link
}

/** A credential of the resource in clear; who looked is written down. */
export async function revealSecret(
  env: Env,
  subject: ServiceSubject,
  name: string,
): Promise<string> {
  const resource = openResource(env.ctx, subject.service.id, subject.service.resource)
  const shown = await readPanel(env.ctx, subject, { actor: env.actor, tab: null })
  const credentials = shown.kind === 'panel' ? shown.panel.overview.credentials : []
  const credential = credentials.find(({ id }) => id === name)
  const value = credential && resource?.secrets[credential.secret]
  if (value === undefined) throw notFound()
  await noteUse(env, subject, { kind: 'service.secret_revealed', after: { credential: name } })
  return value
}

function noteUse(
  env: Env,
  { service }: ServiceSubject,
  entry: { kind: string; after: Record<string, unknown> },
) {
  const about = { subject: 'service', subjectId: service.id, customerId: service.customerId }
  return inTransaction(env.ctx, (tx) => record(tx, env, [{ ...about, ...entry }]))
}
