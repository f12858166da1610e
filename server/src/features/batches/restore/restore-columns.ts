import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { changeService, type ServiceChanges } from '../../services/change.ts'
import { tellNewEnd } from '../../services/edit-service.ts'
import { type Service, type ServiceSubject, serviceSubject } from '../../services/subject.ts'

const isSo = (service: Service, values: Record<string, unknown>) =>
  Object.entries(values).every(
    ([name, value]) => JSON.stringify(service[name as keyof Service]) === JSON.stringify(value),
  )

/** Puts columns of a service back as they were: hold, expiry, policy, the automation's switch. */
export const restoreColumns = (permission: string) =>
  defineAction({
    id: 'service.restore',
    on: serviceSubject,
    permission,
    audiences: ['staff'],
    summary: 'Put values of a service back as they were before a batch',
    input: z.record(z.string(), z.unknown()),
    output: z.object({ operationId: z.null() }),
    check({ service, zone }: ServiceSubject, values) {
      if (service.endedAt !== null) return refused('already_ended')
      if (!values) return allowed()
      if (isSo(service, values)) return refused('was_so_before')
      const restored = { key: 'batch.effect.restored' }
      if (typeof values.expiresAt !== 'number') return allowed(restored)
      const until = { instant: values.expiresAt, zone }
      return allowed(restored, { key: 'service.effect.expires', params: { until } })
    },
    async run(tx, { service }, values, env: Env) {
      const changed = await changeService(tx, env, service, {
        set: values as ServiceChanges,
        entry: { kind: 'service.restored' },
      })
      if ('expiresAt' in values) tellNewEnd(tx, changed)
      return { operationId: null }
    },
  })
