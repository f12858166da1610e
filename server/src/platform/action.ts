import type { z } from 'zod'
import type { Instant } from '../domain/instant.ts'
import { type Actor, type Audience, audienceOf, permits } from './actor.ts'
import type { Db, Tx } from './db.ts'
import { notFound, Problem } from './problem.ts'
import type { Text } from './text.ts'
import { inTransaction, type TransactionHost } from './transaction.ts'

/** What `check` may look at besides the row and the input. */
export interface CheckEnv {
  actor: Actor
  now: Instant
}

/**
 * What an allowed action comes to, as facts: what the preview of many adds up. Only what the action
 * knows from its check is given.
 */
export interface ExpectedOutcome {
  /** The subject's status before, and once everything is confirmed. */
  statusFrom?: string
  statusTo?: string
  /** The kind of the operation that goes on behind it. */
  operation?: string
  /** Where it goes on. */
  serverId?: string | null
  serverName?: string | null
  /** The mail that the customer gets, by its template's name. */
  mail?: string
  /** What the customer is asked to pay, in minor units. */
  money?: { amount: string; currency: string }
}

/** May it be done? If so, what will happen, in short sentences and as facts; if not, why. */
export type Verdict =
  | { allowed: true; effects: Text[]; outcome?: ExpectedOutcome }
  | { allowed: false; code: string; reason: Text }

export const allowed = (...effects: Text[]): Verdict => ({ allowed: true, effects })
/** The same with the facts of what it comes to. */
export const allowedWith = (outcome: ExpectedOutcome, ...effects: Text[]): Verdict => ({
  allowed: true,
  effects,
  outcome,
})
export const refused = (code: string, params?: Text['params']): Verdict => ({
  allowed: false,
  code,
  reason: { key: `problem.${code}`, params },
})

/** A kind of row that actions are declared on, and how it is loaded together with what they need. */
export interface SubjectKind<S> {
  /** Singular noun, as in the action's id: `service`. */
  noun: string
  /** Plural, as in URLs: `services`. */
  plural: string
  /** Reads many; those that do not exist are missing from the map. */
  load(db: Db | Tx, ids: readonly string[], now: Instant): Promise<Map<string, S>>
  /** Locks the rows in the house's lock order; `load` follows. */
  lock(tx: Tx, ids: readonly string[]): Promise<void>
  /** Whose it is, so that other customers do not find it. */
  customerOf(subject: S): string
}

/** Where an action is carried out and on whose behalf. */
export interface RunEnv<C> extends CheckEnv {
  ctx: C
  /** Why, for the history: the request, the policy step, the payment, the batch. */
  cause: Cause
}

/** The reason stored with every history entry. */
export interface Cause {
  kind: 'request' | 'policy' | 'payment' | 'batch' | 'order' | 'operation' | 'import' | 'system'
  /** Further facts: policy step and source level, payment id, batch id … */
  [fact: string]: unknown
}

/**
 * A verb on one existing row, declared once. The menu entry, its tooltip, the dry run, the batch
 * preview and the 409 all come from `check`; the route comes from the declaration.
 *
 * `check` is pure. `input` is null when only the menu asks: then it judges what needs no input.
 */
export interface Action<C, S, I, O> {
  id: `${string}.${string}`
  on: SubjectKind<S>
  /** What staff need; customers need to own the subject. */
  permission: string
  audiences: readonly Audience[]
  /** One line for the API's documentation. */
  summary: string
  input: z.ZodType<I>
  output: z.ZodType<O>
  /**
   * What only the input names or only a server knows: another customer, the resource that stands
   * there. Asked before the transaction and merged into the subject that `check` and `run` are
   * handed; what may have changed meanwhile `run` looks at again. Not asked for the menu. Throws a
   * Problem for a field that cannot be as it is.
   */
  look?(subject: S, input: I, env: CheckEnv & { ctx: C }): Promise<Partial<S>>
  check(subject: S, input: I | null, env: CheckEnv): Verdict
  run(tx: Tx, subject: S, input: I, env: RunEnv<C>): Promise<O>
}

/** Gives the action back as it is; its types follow from the declaration. */
export function defineAction<C, S, I, O>(action: Action<C, S, I, O>): Action<C, S, I, O> {
  return action
}

/** The verb of an action's id as it stands in URLs: `undo-cancellation` of `service.undo_cancellation`. */
export const verbOf = (action: { id: string }): string =>
  action.id.slice(action.id.indexOf('.') + 1).replaceAll('_', '-')

export interface ActionCall<I> {
  id: string
  input: I
  actor: Actor
  cause: Cause
  /** What the action's `look` answered; needed where it has one. */
  seen?: object
}

interface Host extends TransactionHost {
  clock: { now(): Instant }
}

/** What would happen: the verdict, nothing written. */
export async function previewAction<C extends Host, S, I, O>(
  ctx: C,
  action: Action<C, S, I, O>,
  call: Omit<ActionCall<I | null>, 'cause'>,
): Promise<Verdict> {
  const now = ctx.clock.now()
  const subject = (await action.on.load(ctx.db, [call.id], now)).get(call.id)
  assertVisible(action, subject, call.actor)
  const { input, actor } = call
  if (!action.look || input === null) return action.check(subject, input, { actor, now })
  const seen = await action.look(subject, input, { ctx, actor, now })
  return action.check({ ...subject, ...seen }, input, { actor, now })
}

/** Locks, checks and runs in one transaction. Throws a Problem when it is refused. */
export async function runAction<C extends Host, S, I, O>(
  ctx: C,
  action: Action<C, S, I, O>,
  call: ActionCall<I>,
): Promise<O> {
  const seen = await lookAhead(ctx, action, call)
  return inTransaction(ctx, (tx) => runActionIn(ctx, tx, action, { ...call, seen }))
}

/** Outside any transaction: a server may be asked. */
async function lookAhead<C extends Host, S, I, O>(
  ctx: C,
  action: Action<C, S, I, O>,
  { id, input, actor }: ActionCall<I>,
): Promise<object | undefined> {
  if (!action.look) return undefined
  const now = ctx.clock.now()
  const subject = (await action.on.load(ctx.db, [id], now)).get(id)
  assertVisible(action, subject, actor)
  return (await action.look(subject, input, { ctx, actor, now })) as object
}

/** The same inside a transaction that is open already (batches, orders, the automation). */
export async function runActionIn<C extends Host, S, I, O>(
  ctx: C,
  tx: Tx,
  action: Action<C, S, I, O>,
  call: ActionCall<I>,
): Promise<O> {
  await action.on.lock(tx, [call.id])
  const loaded = (await action.on.load(tx, [call.id], ctx.clock.now())).get(call.id)
  return runLocked(ctx, tx, action, { ...call, loaded })
}

/** The same with the subject that the caller has locked and loaded in this transaction. */
export async function runLocked<C extends Host, S, I, O>(
  ctx: C,
  tx: Tx,
  action: Action<C, S, I, O>,
  call: ActionCall<I> & { loaded: S | undefined },
): Promise<O> {
  const { loaded, input, actor, cause, seen } = call
  if (action.look && !seen) throw new Error(`${action.id} looks before its transaction`)
  const now = ctx.clock.now()
  assertVisible(action, loaded, actor)
  const subject = { ...loaded, ...seen }
  const verdict = action.check(subject, input, { actor, now })
  if (!verdict.allowed) throw new Problem(verdict.code, { text: verdict.reason })
  return action.run(tx, subject, input, { actor, now, ctx, cause })
}

/** Foreign and missing look the same: 404. Too weak a role is 403. */
function assertVisible<C, S, I, O>(
  action: Action<C, S, I, O>,
  subject: S | undefined,
  actor: Actor,
): asserts subject is S {
  const audience = audienceOf(actor)
  if (audience === 'staff' && !permits(actor, action.permission)) throw new Problem('not_allowed')
  if (subject === undefined) throw notFound()
  if (audience === 'customer' && action.on.customerOf(subject) !== actor.customerId)
    throw notFound()
  if (!action.audiences.includes(audience)) throw new Problem('not_allowed')
}
