import {
  fail,
  type JsonRequest,
  type ModuleContext,
  ok,
  type Result,
  requestJson,
  type ServerConfig,
} from '@berth/sdk'
import { z } from 'zod'
import type { Settings } from './forms.ts'

/** Of the provider's answers what we use; whatever else it sends is passed over. */
const machineSchema = z.object({
  id: z.string(),
  label: z.string().nullable(),
  name: z.string(),
  owner: z.string(),
  memory_mb: z.number(),
  state: z.enum(['installing', 'running', 'stopped', 'suspended']),
  address: z.string(),
  note: z.string(),
  memory_used_bytes: z.number(),
})
export type Machine = z.output<typeof machineSchema>

const pageSchema = z.object({ items: z.array(machineSchema), next: z.string().nullable() })
const tokenSchema = z.object({ permissions: z.array(z.string()) })
const startedSchema = z.object({ task: z.string() })
const taskSchema = z.object({ done: z.boolean(), percent: z.number() })
const passwordSchema = z.object({ password: z.string() })
const linkSchema = z.object({ url: z.url() })
const nothing = z.unknown()

/** The provider's API, one function per thing that the module needs. */
export function connect(ctx: ModuleContext, server: ServerConfig<Settings>) {
  const { url, token } = server.settings
  const call = async <T>(
    method: JsonRequest['method'],
    path: string,
    schema: z.ZodType<T>,
    body?: unknown,
  ): Promise<Result<T>> => {
    const answer = await requestJson(ctx, {
      method,
      url: new URL(path, url),
      headers: { authorization: `Bearer ${token}` },
      body,
      mask: [token],
    })
    if (!answer.ok) return answer
    const read = schema.safeParse(answer.value.body)
    // It may have done what was asked: an answer that cannot be read is a lost one.
    return read.success
      ? ok(read.data)
      : fail('transient', `Unexpected answer: ${z.prettifyError(read.error)}`, { lost: true })
  }
  const at = (id: string, rest = '') => `/v1/machines/${encodeURIComponent(id)}${rest}`
  return {
    permissions: () => call('GET', '/v1/token', tokenSchema),
    list: (page: string | null) =>
      call('GET', page === null ? '/v1/machines' : `/v1/machines?page=${page}`, pageSchema),
    find: (label: string) => call('GET', `/v1/machines?label=${label}`, pageSchema),
    machine: (id: string) => call('GET', at(id), machineSchema),
    create: (wanted: object) => call('POST', '/v1/machines', startedSchema, wanted),
    task: (id: string) => call('GET', `/v1/tasks/${encodeURIComponent(id)}`, taskSchema),
    remove: (id: string) => call('DELETE', at(id), nothing),
    change: (id: string, fields: object) => call('PATCH', at(id), machineSchema, fields),
    suspend: (id: string) => call('POST', at(id, '/suspend'), machineSchema),
    resume: (id: string) => call('POST', at(id, '/resume'), machineSchema),
    power: (id: string, signal: string) =>
      call('POST', at(id, '/power'), machineSchema, { signal }),
    newPassword: (id: string) => call('POST', at(id, '/password'), passwordSchema),
    consoleLink: (id: string) => call('POST', at(id, '/console'), linkSchema),
  }
}
export type Client = ReturnType<typeof connect>
