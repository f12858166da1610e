import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowedWith, defineAction } from '../../../platform/action.ts'
import { redeliverService } from '../moves/redeliver.ts'
import { moveRefused, tomorrow } from '../refusals.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { moveOutcome } from './expected-outcome.ts'
import { confirmName, instantInput, moveOutput, note } from './inputs.ts'

const expiresAt = instantInput.optional().meta({
  label: {
    en: 'New expiry, for an ended service',
    fr: 'Nouvelle expiration, si le service a pris fin',
  },
})

/** Staff remove the resource and create it again; confirmed by the service's name. */
export const redeliver = defineAction({
  id: 'service.redeliver',
  on: serviceSubject,
  permission: 'services:redeliver',
  audiences: ['staff'],
  summary: 'Redeliver a service: remove its resource and create it again',
  input: z.strictObject({ confirm: confirmName, note, expiresAt }),
  output: moveOutput,
  check(subject: ServiceSubject, input, { actor, now }) {
    const confirmed = !input || input.confirm === subject.service.name
    const expiry = input ? input.expiresAt : tomorrow(subject, now)
    const request = { by: actor, now, confirmed, expiresAt: expiry }
    const refusal = moveRefused('redeliver', subject, request)
    if (refusal) return refusal
    const to = subject.service.endedAt === null ? subject.service.status : 'active'
    const mail = 'service_redelivered'
    const outcome = moveOutcome(subject, { to, operation: 'redeliver', mail })
    return allowedWith(outcome, { key: 'service.effect.redeliver' })
  },
  run: (tx, subject, input, env: Env) => redeliverService(tx, env, subject, input),
})
