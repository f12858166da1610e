import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { formatMoney } from '../../../domain/money.ts'
import {
  allowedWith,
  defineAction,
  refused,
  type SubjectKind,
  type Verdict,
} from '../../../platform/action.ts'
import type { Actor } from '../../../platform/actor.ts'
import { invalidField } from '../../../platform/problem.ts'
import type { Text } from '../../../platform/text.ts'
import { type CataloguedProduct, loadProducts, priceFor } from '../../catalog/queries.ts'
import { exchangeProduct } from '../moves/change-product.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { moveOutput, note } from './inputs.ts'

const input = z.strictObject({
  /** null makes it a custom service. */
  productId: z
    .uuid()
    .nullable()
    .meta({ label: { en: 'Product', fr: 'Produit' }, choices: 'products' }),
  how: z
    .enum(['books', 'change_plan'])
    .default('books')
    .meta({
      label: { en: 'On the server', fr: 'Sur le serveur' },
      options: {
        books: { en: 'Nothing: books only', fr: 'Rien : registres seulement' },
        change_plan: { en: 'Change the plan there', fr: 'Y changer l’offre' },
      },
    }),
  price: z
    .enum(['keep', 'product'])
    .default('keep')
    .meta({
      label: { en: 'Price', fr: 'Prix' },
      options: {
        keep: { en: 'The service keeps its own', fr: 'Le service garde le sien' },
        product: {
          en: 'The product’s from the next period',
          fr: 'Celui du produit dès la prochaine période',
        },
      },
    }),
  /** Needed while a renewal is open and the price changes. */
  openRenewal: z
    .enum(['keep', 'remake'])
    .optional()
    .meta({
      label: { en: 'The open renewal', fr: 'Le renouvellement en attente' },
      options: {
        keep: { en: 'Keep it as it was asked for', fr: 'Le conserver tel quel' },
        remake: { en: 'Withdraw and remake it', fr: 'Le retirer et le refaire' },
      },
    }),
  note,
})
type Input = z.output<typeof input>

/** A service with the product that the request names. */
export interface Exchangeable extends ServiceSubject {
  /** Null for none: a custom service. */
  wanted?: CataloguedProduct | null
  /** What the next period costs after it, in minor units. */
  newPrice?: bigint
  renewalOpen?: boolean
  changesPlan?: boolean
}

/** Staff give a service another product of the same type, in the books or on the server too. */
export const changeProduct = defineAction({
  id: 'service.change_product',
  on: serviceSubject as SubjectKind<Exchangeable>,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Change the product of a service to another of the same type',
  input,
  output: moveOutput,
  async look(subject: Exchangeable, wish: Input, { ctx }: { ctx: Context }) {
    const { service } = subject
    const wanted = wish.productId === null ? null : await productOf(ctx, wish.productId, service)
    const module = ctx.modules.get(service.type)
    return {
      wanted,
      newPrice: wish.price === 'product' ? productPrice(subject, wanted) : service.price,
      renewalOpen: await ctx.settlements.services.hasOpenRenewal(ctx.db, service.id),
      changesPlan: module?.changePlan !== undefined,
    }
  },
  check(subject: Exchangeable, wish: Input | null, { actor }) {
    const { service, operations } = subject
    if (service.endedAt !== null) return refused('already_ended')
    if (operations.length > 0) return refused('operation_open')
    return wish ? checkWish(subject, wish, actor) : allowedWith({})
  },
  async run(tx, subject: Exchangeable, wish, env: Env) {
    const { wanted, newPrice } = subject
    if (wanted === undefined || newPrice === undefined) throw new Error('no product was looked at')
    const remakes = wish.openRenewal === 'remake' && newPrice !== subject.service.price
    const done = await exchangeProduct(tx, env, subject, { ...wish, wanted, price: newPrice })
    if (remakes) await env.ctx.settlements.services.renewalRemade(tx, env, subject.service.id)
    return done
  },
})

async function productOf(ctx: Context, id: string, { type }: ServiceSubject['service']) {
  const found = (await loadProducts(ctx.db, [id])).get(id)
  if (!found || found.product.archivedAt !== null)
    throw invalidField('/productId', 'unknown_product')
  if (found.product.type !== type)
    throw invalidField('/productId', 'not_the_services_type', { type })
  return found
}

function productPrice({ service }: ServiceSubject, wanted: CataloguedProduct | null): bigint {
  const { cycle, currency } = service
  const listed = wanted && priceFor(wanted, cycle, currency)
  if (!listed) throw invalidField('/price', 'no_price_for_cycle', { currency })
  return listed.price
}

function checkWish(subject: Exchangeable, wish: Input, actor: Actor): Verdict {
  const { service, product, wanted, newPrice, renewalOpen, changesPlan } = subject
  if (wish.productId === service.productId) return refused('product_unchanged')
  const stands = service.resource !== null && service.status !== 'pending'
  if (wish.how === 'change_plan' && !(changesPlan && stands && wanted))
    return refused('plan_not_changeable')
  const repriced = newPrice !== undefined && newPrice !== service.price
  if (repriced && renewalOpen && wish.openRenewal === undefined) return refused('renewal_is_open')
  const { language } = actor
  const nameOf = (name: Record<typeof language, string> | undefined) => name?.[language] ?? '–'
  const params = { from: nameOf(product?.name), to: nameOf(wanted?.product.name) }
  const effects: Text[] = [{ key: 'service.effect.product_changes', params }]
  const plan =
    wish.how === 'change_plan' ? 'service.effect.plan_changes' : 'service.effect.books_only'
  if (stands) effects.push({ key: plan })
  const say = (amount: bigint) => formatMoney({ amount, currency: service.currency }, language)
  effects.push(
    repriced
      ? { key: 'service.effect.price', params: { from: say(service.price), to: say(newPrice) } }
      : { key: 'service.effect.price_kept', params: { price: say(service.price) } },
  )
  return allowedWith(wish.how === 'change_plan' ? { operation: 'change_plan' } : {}, ...effects)
}
