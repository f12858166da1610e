import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { defineAction } from '../../../platform/action.ts'
import { invalidField } from '../../../platform/problem.ts'
import { loadOptions } from '../../options/queries.ts'
import { billOption, optionLines } from '../bill-option.ts'
import {
  changeOptions,
  judgeOptions,
  lookAround,
  type OptionedSubject,
  openRenewalMeta,
  optionedSubject,
} from '../change-options.ts'
import { readOption } from '../read-value.ts'

const input = z.strictObject({
  optionId: z.uuid().meta({ label: { en: 'Option', fr: 'Option' }, choices: 'options' }),
  value: z
    .union([z.string().max(255), z.number(), z.boolean()])
    .meta({ label: { en: 'Value', fr: 'Valeur' } }),
  /** Minor units for one period, or once; the option's own by default. */
  price: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional()
    .meta({ label: { en: 'Another price', fr: 'Autre prix' } }),
  billing: z
    .enum(['none', 'prorated', 'full'])
    .default('none')
    .meta({
      label: { en: 'Invoice now', fr: 'Facturer maintenant' },
      options: {
        none: { en: 'Nothing: from the next period', fr: 'Rien : dès la prochaine période' },
        prorated: { en: 'The rest of the period', fr: 'Le reste de la période' },
        full: { en: 'The full price', fr: 'Le prix entier' },
      },
    }),
  openRenewal: z.enum(['keep', 'remake']).optional().meta(openRenewalMeta),
})
type Input = z.output<typeof input>

/**
 * Staff add an option to a service. A recurring one has the service's expiry and is renewed with it;
 * the server is asked to follow where it can.
 */
export const addOption = defineAction({
  id: 'service.add_option',
  on: optionedSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Add an option to a service, with or without a document',
  input,
  output: z.object({
    /** The option of the service. */
    id: z.uuid(),
    operationId: z.uuid().nullable(),
    documentId: z.uuid().nullable(),
  }),
  async look(subject: OptionedSubject, wish: Input, { ctx, now }: { ctx: Context; now: number }) {
    const priced = (await loadOptions(ctx.db, [wish.optionId])).get(wish.optionId)
    if (!priced) throw invalidField('/optionId', 'unknown_option')
    const meant = readOption(subject, priced, wish)
    const lines = optionLines(subject, { option: meant, billing: wish.billing, now })
    return {
      ...(await lookAround(subject, ctx)),
      meant,
      nextOptions: [...subject.service.options, meant],
      asked: lines.reduce((sum, line) => sum + line.unitPrice, 0n),
    }
  },
  check(subject: OptionedSubject, wish: Input | null, { actor }) {
    const { openRenewal } = wish ?? {}
    return judgeOptions(subject, wish && { verb: 'added', openRenewal, actor })
  },
  async run(tx, subject: OptionedSubject, { openRenewal, billing }, env: Env) {
    const { meant } = subject
    if (!meant) throw new Error('no option was looked at')
    const nextOptions = [...subject.service.options, meant]
    const kind = 'service.option_added' as const
    const done = await changeOptions(tx, env, { ...subject, nextOptions }, { kind, openRenewal })
    const lines = optionLines(subject, { option: meant, billing, now: env.now })
    const documentId = await billOption(tx, env, subject, lines)
    return { id: meant.id, ...done, documentId }
  },
})
