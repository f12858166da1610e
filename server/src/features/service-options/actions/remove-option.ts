import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { defineAction } from '../../../platform/action.ts'
import { refuse } from '../../../platform/problem.ts'
import {
  changeOptions,
  judgeOptions,
  lookAround,
  type OptionedSubject,
  openRenewalMeta,
  optionedSubject,
} from '../change-options.ts'

const input = z.strictObject({
  /** The option of the service. */
  id: z.uuid(),
  openRenewal: z.enum(['keep', 'remake']).optional().meta(openRenewalMeta),
})
type Input = z.output<typeof input>

/** Staff take an option off a service; what was paid for it stays paid. */
export const removeOption = defineAction({
  id: 'service.remove_option',
  on: optionedSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Take an option off a service',
  input,
  output: z.object({ operationId: z.uuid().nullable() }),
  async look(subject: OptionedSubject, wish: Input, { ctx }: { ctx: Context }) {
    const meant = subject.service.options.find(({ id }) => id === wish.id)
    if (!meant) throw refuse('option_not_there')
    return {
      ...(await lookAround(subject, ctx)),
      meant,
      nextOptions: subject.service.options.filter((option) => option !== meant),
    }
  },
  check(subject: OptionedSubject, wish: Input | null, { actor }) {
    const { openRenewal } = wish ?? {}
    return judgeOptions(subject, wish && { verb: 'removed', openRenewal, actor })
  },
  run(tx, subject: OptionedSubject, { id, openRenewal }, env: Env) {
    const nextOptions = subject.service.options.filter((option) => option.id !== id)
    const kind = 'service.option_removed' as const
    return changeOptions(tx, env, { ...subject, nextOptions }, { kind, openRenewal })
  },
})
