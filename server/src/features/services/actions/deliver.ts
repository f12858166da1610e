import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowedWith, defineAction } from '../../../platform/action.ts'
import { deliverService } from '../moves/deliver.ts'
import { moveRefused } from '../refusals.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { moveOutcome } from './expected-outcome.ts'
import { moveOutput } from './inputs.ts'

/** Staff deliver a pending service, paid or not. */
export const deliver = defineAction({
  id: 'service.deliver',
  on: serviceSubject,
  permission: 'services:deliver',
  audiences: ['staff'],
  summary: 'Deliver a pending service: create its resource',
  input: z.strictObject({}),
  output: moveOutput,
  check(subject: ServiceSubject, _input, { actor, now }) {
    const refusal = moveRefused('deliver', subject, { by: actor, now })
    if (refusal) return refusal
    const mail = 'service_delivered'
    const outcome = moveOutcome(subject, { to: 'active', operation: 'create', mail })
    return allowedWith(outcome, { key: 'service.effect.deliver' })
  },
  run: (tx, subject, _input, env: Env) => deliverService(tx, env, subject),
})
