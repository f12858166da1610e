import {
  ERROR_CODES,
  type ErrorCode,
  type JsonRequest,
  type ModuleContext,
  type ModuleError,
  type Observed,
  ok,
  type Resource,
  type Result,
  requestJson,
  type ServerConfig,
  sameText,
  type UsageFigure,
} from '@berth/sdk'
import { z } from 'zod'
import type { SandboxSettings } from './forms.ts'

/** A resource as the provider tells it; only what we use is required. */
const remoteSchema = z.object({
  id: z.string(),
  key: z.string().nullable(),
  name: z.string(),
  owner: z.string(),
  hostname: z.string(),
  region: z.string(),
  address: z.string(),
  plan: z.object({
    name: z.string(),
    memoryMb: z.number(),
    diskGb: z.number(),
    cpuCores: z.number(),
  }),
  running: z.boolean(),
  suspended: z.boolean(),
  createdAt: z.number(),
  password: z.string().optional(),
})
export type Remote = z.output<typeof remoteSchema>

const pageSchema = z.object({ items: z.array(remoteSchema), nextCursor: z.string().nullable() })
const usageSchema = z.object({
  memoryBytes: z.number(),
  diskBytes: z.number(),
  cpuPercent: z.number(),
  cpuHistory: z.array(z.object({ at: z.number(), percent: z.number() })),
})
const logSchema = z.object({ lines: z.array(z.object({ at: z.number(), text: z.string() })) })
const regionsSchema = z.object({
  items: z.array(z.object({ id: z.string(), name: z.object({ en: z.string(), fr: z.string() }) })),
})
const pingSchema = z.object({ permissions: z.array(z.string()) })
const consoleSchema = z.object({ url: z.url() })
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/** The provider's API, one function per thing that the module needs. */
export function sandboxClient(
  ctx: ModuleContext & { readonly operationId?: string },
  server: ServerConfig<SandboxSettings>,
) {
  const call = async <T>(
    method: JsonRequest['method'],
    path: string,
    { body, schema }: { body?: unknown; schema: z.ZodType<T> },
  ): Promise<Result<T>> => {
    const { url, token, callLimitMs, space } = server.settings
    const headers: Record<string, string> = { authorization: `Bearer ${token}` }
    if (space) headers.space = space
    if (ctx.operationId) headers['operation-id'] = ctx.operationId
    const mask = [token]
    const answer = await requestJson(ctx, {
      method,
      url: new URL(path, url),
      headers,
      body,
      timeoutMs: callLimitMs,
      mask,
      readError,
    })
    if (!answer.ok) return answer
    const parsed = schema.safeParse(answer.value.body)
    if (parsed.success) return ok(parsed.data)
    const message = `Unexpected answer: ${z.prettifyError(parsed.error)}`
    return { ok: false, error: { code: 'transient', message, lost: true } }
  }
  const at = (id: string, rest = '') => `/v1/resources/${encodeURIComponent(id)}${rest}`
  const one = { schema: remoteSchema }
  return {
    ping: () => call('GET', '/v1/ping', { schema: pingSchema }),
    regions: () => call('GET', '/v1/regions', { schema: regionsSchema }),
    list: (cursor: string | null) =>
      call('GET', `/v1/resources?limit=500${cursor === null ? '' : `&cursor=${cursor}`}`, {
        schema: pageSchema,
      }),
    find: (key: string) =>
      call('GET', `/v1/resources?key=${encodeURIComponent(key)}`, { schema: pageSchema }),
    inspect: (id: string) => call('GET', at(id), one),
    create: (body: unknown) => call('POST', '/v1/resources', { body, ...one }),
    remove: (id: string) => call('DELETE', at(id), { schema: z.unknown() }),
    put: (id: string, what: 'key' | 'name' | 'owner' | 'plan', body: unknown) =>
      call('PUT', at(id, `/${what}`), { body, ...one }),
    post: (
      id: string,
      what: 'suspend' | 'unsuspend' | 'power' | 'reinstall' | 'password',
      body?: unknown,
    ) => call('POST', at(id, `/${what}`), { body, ...one }),
    usage: (id: string) => call('GET', at(id, '/usage'), { schema: usageSchema }),
    log: (id: string) => call('GET', at(id, '/log'), { schema: logSchema }),
    console: (id: string) => call('POST', at(id, '/console'), { schema: consoleSchema }),
  }
}
export type SandboxClient = ReturnType<typeof sandboxClient>
export type SandboxUsage = z.output<typeof usageSchema>

function readError(_status: number, body: unknown): Partial<ModuleError> | undefined {
  const parsed = errorSchema.safeParse(body)
  if (!parsed.success) return undefined
  const { code, message } = parsed.data.error
  return isErrorCode(code) ? { code, message } : { message }
}

function isErrorCode(code: string): code is ErrorCode {
  return (ERROR_CODES as readonly string[]).includes(code)
}

/** The resource as the books keep it; the password is only known when it was just made. */
export function resourceOf(remote: Remote, known: Resource | null): Resource {
  const password = remote.password ?? known?.secrets.password
  return {
    remoteId: remote.id,
    data: { hostname: remote.hostname, region: remote.region, address: remote.address },
    secrets: password === undefined ? {} : { password },
    connection: [
      { label: { en: 'Host name', fr: 'Nom d’hôte' }, value: remote.hostname },
      {
        label: { en: 'Address', fr: 'Adresse' },
        value: remote.address,
        href: `ssh://root@${remote.address}`,
      },
      { label: { en: 'Root password', fr: 'Mot de passe root' }, secret: 'password' },
    ],
  }
}

/** What `list`, `find` and `inspect` say of a resource. */
export function observedOf(remote: Remote): Observed {
  return {
    remoteId: remote.id,
    key: remote.key,
    name: remote.name,
    owner: remote.owner || null,
    plan: remote.plan.name,
    state: remote.suspended ? 'suspended' : remote.running ? 'running' : 'stopped',
    usage: [],
    createdAt: remote.createdAt,
    resource: resourceOf(remote, null),
  }
}

/** The numbers of a resource with their limits. */
export function figuresOf(usage: SandboxUsage, plan: Remote['plan']): UsageFigure[] {
  return [
    {
      id: 'memory',
      label: { en: 'Memory', fr: 'Mémoire' },
      used: usage.memoryBytes,
      limit: plan.memoryMb * 2 ** 20,
      unit: 'bytes',
    },
    {
      id: 'disk',
      label: { en: 'Disk', fr: 'Disque' },
      used: usage.diskBytes,
      limit: plan.diskGb * 2 ** 30,
      unit: 'bytes',
    },
    { id: 'cpu', label: sameText('CPU'), used: usage.cpuPercent, limit: 100, unit: 'percent' },
  ]
}
