import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { changeService } from '../change.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { instantInput, note } from './inputs.ts'

const done = z.object({ operationId: z.null() })
const DONE = { operationId: null }

/** No suspension and no end until a date, or until it is released. */
export const hold = defineAction({
  id: 'service.hold',
  on: serviceSubject,
  permission: 'services:hold',
  audiences: ['staff'],
  summary: 'Hold a service: no suspension and no end until a date, or open-ended',
  input: z.strictObject({
    until: instantInput
      .nullable()
      .meta({ label: { en: 'Until (empty: open-ended)', fr: 'Jusqu’au (vide : sans fin)' } }),
    reason: note.meta({ label: { en: 'Reason', fr: 'Motif' } }),
  }),
  output: done,
  check({ service, zone }: ServiceSubject, input, { now }) {
    if (service.endedAt !== null) return refused('already_ended')
    if (!input || input.until === null) return allowed({ key: 'service.effect.hold_open' })
    if (input.until <= now) return refused('date_in_past')
    const until = { instant: input.until, zone }
    return allowed({ key: 'service.effect.hold', params: { until } })
  },
  async run(tx, { service }, { until, reason }, env: Env) {
    await changeService(tx, env, service, {
      set: { holdUntil: until, heldForever: until === null, holdReason: reason },
      entry: { kind: 'service.held', note: reason || null },
    })
    return DONE
  },
})

/** Ends a hold before its date. */
export const release = defineAction({
  id: 'service.release',
  on: serviceSubject,
  permission: 'services:hold',
  audiences: ['staff'],
  summary: 'Release a held service',
  input: z.strictObject({}),
  output: done,
  check({ service }: ServiceSubject, _input, { now }) {
    const held = service.heldForever || (service.holdUntil !== null && service.holdUntil > now)
    return held ? allowed({ key: 'service.effect.release' }) : refused('not_held')
  },
  async run(tx, { service }, _input, env: Env) {
    await changeService(tx, env, service, {
      set: { holdUntil: null, heldForever: false, holdReason: null },
      entry: { kind: 'service.released' },
    })
    return DONE
  },
})

/** Switches the automation off for one service. */
export const pauseAutomation = defineAction({
  id: 'service.pause_automation',
  on: serviceSubject,
  permission: 'services:hold',
  audiences: ['staff'],
  summary: 'Stop everything the automation would do with a service',
  input: z.strictObject({ reason: note }),
  output: done,
  check: ({ service }: ServiceSubject) =>
    service.automationPaused
      ? refused('already_requested')
      : allowed({ key: 'service.effect.pause_automation' }),
  async run(tx, { service }, { reason }, env: Env) {
    await changeService(tx, env, service, {
      set: { automationPaused: true },
      entry: { kind: 'service.automation_paused', note: reason || null },
    })
    return DONE
  },
})

/** Lets the automation look after the service again. */
export const resumeAutomation = defineAction({
  id: 'service.resume_automation',
  on: serviceSubject,
  permission: 'services:hold',
  audiences: ['staff'],
  summary: 'Resume the automation of a service',
  input: z.strictObject({}),
  output: done,
  check: ({ service }: ServiceSubject) =>
    service.automationPaused ? allowed({ key: 'service.effect.release' }) : refused('not_held'),
  async run(tx, { service }, _input, env: Env) {
    await changeService(tx, env, service, {
      set: { automationPaused: false },
      entry: { kind: 'service.automation_resumed' },
    })
    return DONE
  },
})
