import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { STAFF_CAUSES } from '../../../domain/service-lifecycle.ts'
import { allowedWith, defineAction } from '../../../platform/action.ts'
import { suspendService } from '../moves/suspend.ts'
import { moveRefused } from '../refusals.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { moveOutcome } from './expected-outcome.ts'
import { message, moveOutput, note, notify } from './inputs.ts'

const cause = z
  .enum(STAFF_CAUSES)
  .default('other')
  .meta({
    label: { en: 'Cause', fr: 'Cause' },
    options: {
      abuse: { en: 'Abuse', fr: 'Abus' },
      request: { en: 'On request', fr: 'Sur demande' },
      dispute: { en: 'Dispute', fr: 'Litige' },
      other: { en: 'Other', fr: 'Autre' },
    },
  })

/** Staff suspend a service, or add a cause to one that is suspended already. */
export const suspend = defineAction({
  id: 'service.suspend',
  on: serviceSubject,
  permission: 'services:suspend',
  audiences: ['staff'],
  summary: 'Suspend a service, with cause, note and message to the customer',
  input: z.strictObject({ cause, note, message, notify }),
  output: moveOutput,
  check(subject: ServiceSubject, input, { actor, now }) {
    if (subject.service.status === 'suspended') {
      const stays = moveOutcome(subject, { to: 'suspended', operation: null })
      return allowedWith(stays, { key: 'service.effect.cause_added' })
    }
    const request = { by: actor, now, cause: input?.cause ?? ('other' as const) }
    const refusal = moveRefused('suspend', subject, request)
    if (refusal) return refusal
    const mail = input?.notify === false ? null : 'service_suspended'
    const outcome = moveOutcome(subject, { to: 'suspended', operation: 'suspend', mail })
    return allowedWith(outcome, { key: 'service.effect.suspend' })
  },
  run: (tx, subject, input, env: Env) => suspendService(tx, env, subject, input),
})
