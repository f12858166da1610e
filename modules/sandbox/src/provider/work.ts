import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { newResourceSchema, planSchema, type SandboxResource } from './records.ts'
import type { ProviderState } from './state.ts'

/** What a piece of work answers; the status is HTTP's. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** What a piece of work is done with. */
export interface Work {
  readonly state: ProviderState
  readonly now: number
  readonly body: unknown
  readonly query: URLSearchParams
  /** The address under which the provider is reached, for links. */
  readonly origin: string
}

export const REGIONS = [
  { id: 'paris', name: { en: 'Paris', fr: 'Paris' } },
  { id: 'montreal', name: { en: 'Montreal', fr: 'Montréal' } },
  { id: 'singapore', name: { en: 'Singapore', fr: 'Singapour' } },
] as const

export function refuse(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } }
}

const answer = (body: unknown, status = 200): Answer => ({ status, body })

/** Makes a resource, or says why not. Also used by the control API, for resources of others. */
export function createResource({ state, now, body }: Pick<Work, 'state' | 'now' | 'body'>): Answer {
  const parsed = newResourceSchema.safeParse(body)
  if (!parsed.success) return refuse(422, 'rejected', z.prettifyError(parsed.error))
  const wanted = parsed.data
  const refusal = refusalOf(state, wanted)
  if (refusal) return refusal
  const serial = state.nextSerial()
  const resource: SandboxResource = {
    ...wanted,
    id: `sbx-${serial}`,
    hostname: wanted.hostname || `sbx-${serial}.sandbox.test`,
    address: `198.51.${100 + ((serial >> 8) % 100)}.${serial % 256}`,
    password: newPassword(),
    installs: 1,
    createdAt: now,
    log: [{ at: now, text: `${wanted.name}: installed, ${wanted.plan.memoryMb} MiB, started` }],
  }
  state.resources.set(resource.id, resource)
  return answer(resource, 201)
}

function refusalOf(state: ProviderState, wanted: z.output<typeof newResourceSchema>) {
  const { uniqueKeys, uniqueHostnames, places } = state.behaviour
  // Asked for every creation, among thousands.
  const some = (test: (other: SandboxResource) => boolean) => state.resources.values().some(test)
  if (!REGIONS.some((region) => region.id === wanted.region)) {
    return refuse(422, 'rejected', `There is no region "${wanted.region}"`)
  }
  if (uniqueKeys && wanted.key !== null && some((other) => other.key === wanted.key)) {
    return refuse(409, 'conflict', `A resource with the key ${wanted.key} exists`)
  }
  const taken = (other: SandboxResource) =>
    other.hostname === wanted.hostname && (wanted.key === null || other.key !== wanted.key)
  if (uniqueHostnames && wanted.hostname !== '' && some(taken)) {
    return refuse(409, 'conflict', `The hostname ${wanted.hostname} is taken`)
  }
  if (places !== null && state.resources.size >= places) {
    return refuse(507, 'capacity', `All ${places} places are taken`)
  }
  return null
}

/** Pages of at most 500, oldest first; the cursor is the last id of the page before. */
export function listResources({ state, query }: Work): Answer {
  const limit = Math.min(Number(query.get('limit') ?? 50) || 50, 500)
  const key = query.get('key')
  const after = Number(query.get('cursor')?.slice('sbx-'.length) ?? 0)
  const found = [
    ...state.resources
      .values()
      .filter((resource) => key === null || resource.key === key)
      .filter((resource) => Number(resource.id.slice('sbx-'.length)) > after),
  ]
  const items = found.slice(0, limit)
  const nextCursor = found.length > limit ? (items.at(-1)?.id ?? null) : null
  return answer({ items: items.map(publicView), nextCursor })
}

/** Everything but the password: that is answered when it is made, and never again. */
export function publicView({ password: _password, ...rest }: SandboxResource) {
  return rest
}

/** Numbers that look alive and are the same for the same resource at the same minute. */
export function usageOf(resource: SandboxResource, now: number) {
  const share = (salt: string, minute = 0) =>
    createHash('sha256').update(`${salt}${resource.id}${minute}`).digest().readUInt8(0) / 255
  const minute = Math.floor(now / 60_000)
  const on = resource.running ? 1 : 0
  return {
    memoryBytes: Math.round(on * (0.2 + 0.6 * share('memory')) * resource.plan.memoryMb * 2 ** 20),
    diskBytes: Math.round((0.1 + 0.5 * share('disk')) * resource.plan.diskGb * 2 ** 30),
    cpuPercent: Math.round(on * 90 * share('cpu', minute)),
    cpuHistory: Array.from({ length: 30 }, (_, back) => ({
      at: (minute - 29 + back) * 60_000,
      percent: Math.round(on * 90 * share('cpu', minute - 29 + back)),
    })),
  }
}

type Change = (resource: SandboxResource, work: Work) => Answer | SandboxResource

const nameSchema = z.strictObject({ name: z.string().min(1).max(200) })
const ownerSchema = z.strictObject({ owner: z.string() })
const keySchema = z.strictObject({ key: z.string() })
const powerSchema = z.strictObject({ signal: z.enum(['start', 'stop', 'restart', 'kill']) })
const reinstallSchema = z.strictObject({ keepData: z.boolean() })

/** Reads the body or refuses it, then changes. */
function withBody<T>(
  schema: z.ZodType<T>,
  change: (r: SandboxResource, input: T) => Answer | SandboxResource,
): Change {
  return (resource, work) => {
    const parsed = schema.safeParse(work.body)
    if (!parsed.success) return refuse(422, 'rejected', z.prettifyError(parsed.error))
    return change(resource, parsed.data)
  }
}

/** The changes of one resource, by operation: the resource as it shall be, or a refusal. */
export const CHANGES: Readonly<Record<string, Change>> = {
  adopt: withBody(keySchema, (resource, { key }) =>
    resource.key !== null && resource.key !== key
      ? refuse(409, 'conflict', `It carries the key ${resource.key}`)
      : { ...resource, key },
  ),
  rename: withBody(nameSchema, (resource, { name }) => ({ ...resource, name })),
  change_owner: withBody(ownerSchema, (resource, { owner }) => ({ ...resource, owner })),
  change_plan: withBody(planSchema, (resource, plan) =>
    plan.diskGb < resource.plan.diskGb
      ? refuse(422, 'rejected', 'A disk cannot shrink')
      : { ...resource, plan },
  ),
  suspend: (resource) => ({ ...resource, suspended: true, running: false }),
  unsuspend: (resource) =>
    resource.suspended ? { ...resource, suspended: false, running: true } : resource,
  power: withBody(powerSchema, (resource, { signal }) =>
    resource.suspended
      ? refuse(422, 'rejected', 'It is suspended')
      : { ...resource, running: signal === 'start' || signal === 'restart' },
  ),
  reinstall: withBody(reinstallSchema, (resource) => ({
    ...resource,
    installs: resource.installs + 1,
    running: !resource.suspended,
  })),
  reset_password: (resource) => ({ ...resource, password: newPassword() }),
}

/** Carries out one change and keeps it. */
export function changeResource(operation: string, id: string, work: Work): Answer {
  const resource = work.state.resources.get(id)
  const change = CHANGES[operation]
  if (!resource || !change) return refuse(404, 'not_found', `There is no resource ${id}`)
  const outcome = change(resource, work)
  if ('status' in outcome) return outcome
  const log = [...outcome.log, { at: work.now, text: sentenceOf(operation, work.body) }].slice(-100)
  work.state.resources.set(id, { ...outcome, log })
  const shown = publicView({ ...outcome, log })
  return answer(operation === 'reset_password' ? { ...shown, password: outcome.password } : shown)
}

function sentenceOf(operation: string, body: unknown): string {
  const details = body === null ? '' : ` ${JSON.stringify(body)}`
  return `${operation}${details}`
}

function newPassword(): string {
  return randomBytes(12).toString('base64url')
}
