import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import type { ServiceOption } from '../../../domain/service-option.ts'
import { defineAction } from '../../../platform/action.ts'
import { invalidField, refuse } from '../../../platform/problem.ts'
import { loadOptions } from '../../options/queries.ts'
import type { ServiceSubject } from '../../services/subject.ts'
import {
  changeOptions,
  judgeOptions,
  lookAround,
  type OptionedSubject,
  openRenewalMeta,
  optionedSubject,
} from '../change-options.ts'
import { atPrice, readOption } from '../read-value.ts'

const input = z.strictObject({
  /** The option of the service. */
  id: z.uuid(),
  value: z
    .union([z.string().max(255), z.number(), z.boolean()])
    .optional()
    .meta({ label: { en: 'Value', fr: 'Valeur' } }),
  /** Minor units for one period, or once. */
  price: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional()
    .meta({ label: { en: 'Price', fr: 'Prix' } }),
  openRenewal: z.enum(['keep', 'remake']).optional().meta(openRenewalMeta),
})
type Input = z.output<typeof input>

/** Staff give an option of a service another value, or another price from the next period on. */
export const editOption = defineAction({
  id: 'service.edit_option',
  on: optionedSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Change the value or price of an option of a service',
  input,
  output: z.object({ operationId: z.uuid().nullable() }),
  async look(subject: OptionedSubject, wish: Input, { ctx }: { ctx: Context }) {
    const known = subject.service.options.find(({ id }) => id === wish.id)
    if (!known) throw refuse('option_not_there')
    const meant = await edited(ctx, subject, { known, wish })
    return {
      ...(await lookAround(subject, ctx)),
      meant,
      nextOptions: replaced(subject.service.options, meant),
    }
  },
  check(subject: OptionedSubject, wish: Input | null, { actor }) {
    const { openRenewal } = wish ?? {}
    return judgeOptions(subject, wish && { verb: 'changed', openRenewal, actor })
  },
  run(tx, subject: OptionedSubject, { openRenewal }, env: Env) {
    const { meant, service } = subject
    if (!meant) throw new Error('no option was looked at')
    const nextOptions = replaced(service.options, meant)
    const kind = 'service.option_changed' as const
    return changeOptions(tx, env, { ...subject, nextOptions }, { kind, openRenewal })
  },
})

const replaced = (options: readonly ServiceOption[], meant: ServiceOption) =>
  options.map((option) => (option.id === meant.id ? meant : option))

interface Edit {
  known: ServiceOption
  wish: Input
}

/** A new value costs what the option costs today; without one only the price changes. */
async function edited(
  ctx: Context,
  subject: ServiceSubject,
  { known, wish }: Edit,
): Promise<ServiceOption> {
  const { value, price } = wish
  if (value === undefined || value === known.value)
    return price === undefined ? known : atPrice(known, price, subject.service)
  const optionId = known.optionId ?? ''
  const priced = known.optionId ? (await loadOptions(ctx.db, [optionId])).get(optionId) : undefined
  if (!priced) throw invalidField('/value', 'unknown_option')
  const { id, setupFee } = known
  return { ...readOption(subject, priced, { value, price }), id, setupFee }
}
