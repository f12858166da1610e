import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { methodFor } from '../methods/queries.ts'
import { type AutoPaySubject, autoPaySubject } from './auto-pay-subject.ts'
import { checkAutoPay } from './check-auto-pay.ts'
import { switchOff, switchOn } from './switch-auto-pay.ts'

const output = z.object({ autoPay: z.boolean() })

/** Renewals of a service are paid by themselves from here on. */
export const setAutoPay = defineAction({
  id: 'service.set_auto_pay',
  on: autoPaySubject,
  permission: 'services:update',
  audiences: ['staff', 'customer'],
  summary: 'Pay the renewals of a service automatically, or change what is charged',
  input: z.strictObject({
    methodId: z
      .uuid()
      .nullable()
      .default(null)
      .meta({ label: { en: 'What is charged', fr: 'Moyen débité' }, choices: 'payment_methods' }),
    useCredit: z
      .boolean()
      .default(false)
      .meta({ label: { en: 'Use the credit first', fr: 'Utiliser d’abord le crédit' } }),
  }),
  output: output.extend({
    /** What is charged as things stand; null: nothing but the credit. */
    method: z.string().nullable(),
  }),
  check: (subject: AutoPaySubject, wish, { now }) => checkAutoPay(subject, wish, now),
  async run(tx, { service, methods }, wish, env: Env) {
    const method = methodFor({ autoPayMethodId: wish.methodId }, methods)?.label ?? null
    await switchOn(tx, env, service, { ...wish, method })
    return { autoPay: true, method }
  },
})

/** Renewals of a service are paid by hand again. */
export const stopAutoPay = defineAction({
  id: 'service.stop_auto_pay',
  on: autoPaySubject,
  permission: 'services:update',
  audiences: ['staff', 'customer'],
  summary: 'Stop paying the renewals of a service automatically',
  input: z.strictObject({}),
  output,
  check: ({ service }: AutoPaySubject) =>
    service.autoPay
      ? allowed({ key: 'service.effect.auto_pay_stopped' })
      : refused('auto_pay_is_off'),
  async run(tx, { service }, _input, env: Env) {
    await switchOff(tx, env, service)
    return { autoPay: false }
  },
})
