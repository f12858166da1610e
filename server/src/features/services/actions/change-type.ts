import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { invalidField } from '../../../platform/problem.ts'
import { releasePlace } from '../../servers/places.ts'
import { changeService } from '../change.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { note } from './inputs.ts'

const input = z.strictObject({
  type: z
    .string()
    .min(1)
    .max(60)
    .meta({ label: { en: 'Type', fr: 'Type' }, choices: 'types' }),
  note,
})
type Input = z.output<typeof input>

/** Staff choose another type: only for a service without a product and without a resource. */
export const changeType = defineAction({
  id: 'service.change_type',
  on: serviceSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Change the type of a service that has neither product nor resource',
  input,
  output: z.object({ operationId: z.null() }),
  async look(_subject: ServiceSubject, { type }: Input, { ctx }: { ctx: Context }) {
    if (!ctx.modules.get(type)) throw invalidField('/type', 'unknown_type')
    return {}
  },
  check(subject: ServiceSubject, wish: Input | null) {
    const { service, operations, server } = subject
    if (service.endedAt !== null) return refused('already_ended')
    if (service.productId !== null) return refused('type_is_the_products')
    if (service.resource !== null) return refused('type_has_resource')
    if (operations.length > 0) return refused('operation_open')
    if (!wish) return allowed()
    if (wish.type === service.type) return refused('type_unchanged')
    const params = { from: service.type, to: wish.type }
    const changes = { key: 'service.effect.type_changes', params }
    if (!server) return allowed(changes)
    return allowed(changes, {
      key: 'service.effect.server_given_back',
      params: { name: server.name },
    })
  },
  async run(tx, { service }, { type, note }, env: Env) {
    if (service.placeHeld && service.serverId) await releasePlace(tx, service.serverId)
    await changeService(tx, env, service, {
      set: { type, serverId: null, placeHeld: false },
      entry: { kind: 'service.type_changed', note: note || null },
    })
    return { operationId: null }
  },
})
