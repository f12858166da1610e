import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { changeService } from '../change.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .meta({ label: { en: 'Name', fr: 'Nom' } })

/** Customer or staff give the service another name in the books. */
export const rename = defineAction({
  id: 'service.rename',
  on: serviceSubject,
  permission: 'services:update',
  audiences: ['staff', 'customer'],
  summary: 'Rename a service',
  input: z.strictObject({ name }),
  output: z.object({ operationId: z.null() }),
  check: ({ service }: ServiceSubject, _input, { actor }) =>
    service.endedAt !== null && actor.kind === 'user'
      ? refused('already_ended')
      : allowed({ key: 'service.effect.rename' }),
  async run(tx, { service }, input, env: Env) {
    await changeService(tx, env, service, {
      set: { name: input.name },
      entry: { kind: 'service.renamed' },
    })
    return { operationId: null }
  },
})
