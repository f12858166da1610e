import { secretFields } from '@berth/sdk'
import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { readForm } from '../../../platform/form-input.ts'
import { Problem } from '../../../platform/problem.ts'
import { orderFormOf } from '../../catalog/order-form.ts'
import { changeService } from '../change.ts'
import { openOrderData, sealOrderData } from '../order-data.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { note } from './inputs.ts'

const input = z.strictObject({
  /**
   * All of it, as the order form asks. Secret fields are never answered: one that is left
   * out stays as it is, null removes it.
   */
  orderData: z
    .record(z.string().max(100), z.unknown())
    .meta({ label: { en: 'Order data', fr: 'Données de commande' } }),
  note,
})
type Input = z.output<typeof input>

/** What was typed, with the secrets that were not. */
function wantedData(ctx: Context, subject: ServiceSubject, typed: Input['orderData']) {
  const form = orderFormOf(ctx, subject.service.type, subject.product)
  const secret = new Set(form ? secretFields(form) : [])
  const stored = Object.entries(openOrderData(ctx, form, subject.service)).filter(([field]) =>
    secret.has(field),
  )
  const given = Object.entries(typed).filter(
    ([field, value]) => !secret.has(field) || value !== null,
  )
  const removed = new Set(Object.keys(typed).filter((field) => typed[field] === null))
  const kept = stored.filter(([field]) => !removed.has(field))
  const wanted = { ...Object.fromEntries(kept), ...Object.fromEntries(given) }
  if (!form) return wanted
  const read = readForm(form, wanted, '/orderData')
  if (!read.ok) throw new Problem('invalid', { errors: read.errors })
  return read.value
}

/** Staff correct what was given when the service was ordered; the module's form checks it. */
export const setOrderData = defineAction({
  id: 'service.set_order_data',
  on: serviceSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Replace the order data of a service, checked by the module’s order form',
  input,
  output: z.object({ operationId: z.null() }),
  async look(subject: ServiceSubject, wish: Input, { ctx }: { ctx: Context }) {
    wantedData(ctx, subject, wish.orderData)
    return {}
  },
  check: ({ operations }: ServiceSubject) =>
    operations.length > 0
      ? refused('operation_open')
      : allowed({ key: 'service.effect.order_data' }),
  async run(tx, subject, wish, env: Env) {
    const { service } = subject
    const data = wantedData(env.ctx, subject, wish.orderData)
    const form = orderFormOf(env.ctx, service.type, subject.product)
    const before = openOrderData(env.ctx, form, service)
    const names = new Set([...Object.keys(before), ...Object.keys(data)])
    const fields = [...names].filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(data[field]),
    )
    await changeService(tx, env, service, {
      set: sealOrderData(env.ctx, form, data),
      entry: { kind: 'service.order_data_set', note: wish.note || null, after: { fields } },
    })
    return { operationId: null }
  },
})
