import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowedWith, defineAction } from '../../../platform/action.ts'
import { endService } from '../moves/end.ts'
import { moveRefused } from '../refusals.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { moveOutcome } from './expected-outcome.ts'
import { confirmName, moveOutput, note, notify } from './inputs.ts'

const force = z
  .boolean()
  .default(false)
  .meta({
    label: { en: 'End even if the server refuses', fr: 'Terminer même si le serveur refuse' },
  })

/** Staff end a service and remove its resource; confirmed by its name. */
export const terminate = defineAction({
  id: 'service.terminate',
  on: serviceSubject,
  permission: 'services:terminate',
  audiences: ['staff'],
  summary: 'Terminate a service: remove its resource and data',
  input: z.strictObject({ confirm: confirmName, note, notify, force }),
  output: moveOutput,
  check(subject: ServiceSubject, input, { actor, now }) {
    const confirmed = !input || input.confirm === subject.service.name
    const refusal = moveRefused('terminate', subject, { by: actor, now, confirmed })
    if (refusal) return refusal
    const stands = subject.service.resource !== null
    const mail = input?.notify === false ? null : 'service_terminated'
    const operation = stands ? 'terminate' : null
    const outcome = moveOutcome(subject, { to: 'terminated', operation, mail })
    return allowedWith(outcome, { key: stands ? 'service.effect.terminate' : 'service.effect.end' })
  },
  run: (tx, subject, input, env: Env) =>
    endService(tx, env, subject, { ...input, to: 'terminated' }),
})
