import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { STAFF_CAUSES } from '../../../domain/service-lifecycle.ts'
import {
  allowed,
  type CheckEnv,
  defineAction,
  refused,
  type SubjectKind,
  type Verdict,
} from '../../../platform/action.ts'
import { invalidField } from '../../../platform/problem.ts'
import { instantInput, message } from '../../services/actions/inputs.ts'
import { acceptOwner } from '../confirmed-owners.ts'
import { type DriftSubject, driftSubject } from '../drift-subject.ts'
import { BOOKS } from '../fixes/books.ts'
import { notFixable } from '../fixes/fixable.ts'
import { fixAsked } from '../move-row.ts'
import { productsWithPlan } from '../planned.ts'
import { fixOutput, note } from './inputs.ts'

const input = z.strictObject({
  note,
  /** Mail the customer, where the change is one that customers are told. */
  notify: z
    .boolean()
    .default(false)
    .meta({ label: { en: 'Mail the customer', fr: 'Prévenir le client par e-mail' } }),
  /** For `suspended_though_active`: it becomes a suspension by staff. */
  cause: z
    .enum(STAFF_CAUSES)
    .default('other')
    .meta({
      label: { en: 'Cause of the suspension', fr: 'Cause de la suspension' },
      kinds: ['suspended_though_active'],
      options: {
        abuse: { en: 'Abuse', fr: 'Abus' },
        request: { en: 'On request', fr: 'Sur demande' },
        dispute: { en: 'Dispute', fr: 'Litige' },
        other: { en: 'Other', fr: 'Autre' },
      },
    }),
  message: message.meta({
    label: { en: 'Message to the customer', fr: 'Message au client' },
    kinds: ['suspended_though_active'],
    multiline: true,
  }),
  /** For `running_though_suspended` of one that is still overdue. */
  holdUntil: instantInput.optional().meta({
    label: { en: 'Until when, if still overdue', fr: 'Jusqu’à quand, si toujours impayé' },
    kinds: ['running_though_suspended'],
  }),
  /** For `alive_though_ended`: the service runs again until then. */
  expiresAt: instantInput.optional().meta({
    label: { en: 'New expiry', fr: 'Nouvelle expiration' },
    kinds: ['alive_though_ended'],
  }),
  /** For `wrong_plan`; without it the one product whose plan it is. */
  productId: z
    .uuid()
    .optional()
    .meta({
      label: { en: 'Product with the plan that runs', fr: 'Produit de l’offre en place' },
      choices: 'products',
      kinds: ['wrong_plan'],
    }),
})
type Input = z.output<typeof input>

/** A row with what the underlying action has looked at. */
export interface BookableDrift extends DriftSubject {
  /** The product that `wrong_plan` is booked to. */
  productId?: string
  seen?: object
}

/** Staff record in the books what the server says. */
export const fixBooks = defineAction({
  id: 'drift.fix_books',
  on: driftSubject as SubjectKind<BookableDrift>,
  permission: 'drift:fix',
  audiences: ['staff'],
  summary: 'Record in the books what the server says',
  input,
  output: fixOutput,
  async look(subject: BookableDrift, wish: Input, env: CheckEnv & { ctx: Context }) {
    const { row, service } = subject
    const book = BOOKS[row.kind]
    if (!book?.look || !service || notFixable(subject)) return {}
    const productId =
      row.kind === 'wrong_plan' ? await productFor(subject, wish, env.ctx) : undefined
    const seen = await book.look(service, { ...wish, productId }, env)
    return { productId, seen }
  },
  check(subject: BookableDrift, wish: Input | null, env): Verdict {
    const { row, service, productId, seen } = subject
    const refusal = notFixable(subject) ?? notBookable(subject)
    if (refusal) return refusal
    if (row.kind === 'wrong_owner') return allowed({ key: 'drift.effect.owner_accepted' })
    const book = BOOKS[row.kind]
    if (!service || !book) return refused('drift_service_deleted')
    return book.check({ ...service, ...seen }, wish && { ...wish, productId }, env)
  },
  async run(tx, subject: BookableDrift, wish: Input, env: Env) {
    const { row, service, productId, seen } = subject
    if (!service) throw new Error(`drift ${row.id} without its service`)
    if (row.kind === 'wrong_owner') await acceptOwner(tx, env, row, service.service.id)
    const book = row.kind === 'wrong_owner' ? undefined : BOOKS[row.kind]
    const operationId =
      (await book?.run(tx, { ...service, ...seen }, { ...wish, productId }, env)) ?? null
    await fixAsked(tx, env, row, { name: 'fix_books', operationId, note: wish.note })
    return { operationId }
  },
})

/** Where the books have nothing to record, or what they lack is more than a status. */
function notBookable({ row, service }: DriftSubject): Verdict | null {
  if (row.otherInstallation) return refused('drift_other_installation')
  if (row.kind === 'duplicate_resource') return refused('drift_delete_instead')
  if (row.kind === 'orphan_resource' && service?.service.status !== 'pending')
    return refused('drift_import_instead')
  if (!service) return refused('drift_service_deleted')
  const { resource, serverId } = service.service
  const isOther = resource?.remoteId !== row.remoteId || serverId !== row.serverId
  return row.kind === 'alive_though_ended' && isOther ? refused('drift_books_lack_it') : null
}

/** The product that is named, or the only one of the type that stands for the plan there. */
async function productFor(
  { row, server }: DriftSubject,
  wish: Input,
  ctx: Context,
): Promise<string> {
  if (wish.productId !== undefined) return wish.productId
  const found = server ? await productsWithPlan(ctx, server.type, row.observed.plan) : []
  const [only] = found
  if (!only) throw invalidField('/productId', 'drift_no_product')
  if (found.length > 1) throw invalidField('/productId', 'drift_several_products')
  return only
}
