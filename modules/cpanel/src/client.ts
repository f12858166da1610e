import {
  fail,
  type ModuleContext,
  ok,
  type Result,
  requestJson,
  type ServerConfig,
} from '@berth/sdk'
import { z } from 'zod'
import { meaningOf } from './failures.ts'
import type { CpanelSettings } from './forms.ts'
import { metadataSchema, uapiSchema } from './shapes.ts'

/** Parameters of a function; what is undefined is left out. */
export type Parameters = Readonly<Record<string, string | number | undefined>>

/** One WHM, within one call of the module. */
export interface WhmClient {
  readonly settings: CpanelSettings
  /** The name under which customers reach the server. */
  readonly host: string
  /**
   * Calls a function of WHM API 1. Parameters go in the body, never in the address: there may be a
   * password among them.
   */
  call<T>(name: string, parameters: Parameters, data: z.ZodType<T>): Promise<Result<T>>
  /** Calls one that takes JSON only. */
  callJson<T>(name: string, body: object, data: z.ZodType<T>): Promise<Result<T>>
  /** Calls a function of an account's own API (UAPI), as that account. */
  uapi<T>(
    user: string,
    path: `${string}::${string}`,
    data: z.ZodType<T>,
    parameters?: Parameters,
  ): Promise<Result<T | null>>
}

/** For functions whose answer is only whether they worked. */
export const nothing = z.unknown()

/** Connects to the WHM of these settings; nothing is sent yet. */
export function connect(
  ctx: Pick<ModuleContext, 'fetch' | 'signal'>,
  { settings }: ServerConfig<CpanelSettings>,
): WhmClient {
  const base = settings.url.replace(/\/+$/, '')
  const mask = [settings.token]
  const { ca, fingerprint } = settings
  const connection =
    ca || fingerprint
      ? { connection: { ...(ca ? { ca } : {}), ...(fingerprint ? { fingerprint } : {}) } }
      : {}
  const headers = { authorization: `whm ${settings.user}:${settings.token}` }
  const shared = { method: 'POST', headers, mask, readError, ...connection } as const
  const urlOf = (name: string) => `${base}/json-api/${name}`
  const call: WhmClient['call'] = async (name, parameters, data) => {
    const form = { 'api.version': 1, ...parameters }
    return read(name, await requestJson(ctx, { ...shared, url: urlOf(name), form }), data)
  }
  return {
    settings,
    host: settings.publicHost || new URL(base).hostname,
    call,
    async callJson(name, body, data) {
      const versioned = { 'api.version': 1, ...body }
      const answer = await requestJson(ctx, { ...shared, url: urlOf(name), body: versioned })
      return read(name, answer, data)
    },
    async uapi(user, path, data, own = {}) {
      const [module, fn] = path.split('::')
      const parameters = {
        'cpanel.user': user,
        'cpanel.module': module,
        'cpanel.function': fn,
        ...own,
      }
      const answer = await call('uapi_cpanel', parameters, uapiSchema(data))
      if (!answer.ok) return answer
      const { status, errors, data: value } = answer.value.uapi
      return status === 1 ? ok(value ?? null) : refused(errors?.join(' ') || `${path} failed`)
    },
  }
}

/** `{ data, metadata: { result, reason } }`; functions without data have no `data`. */
const envelopeSchema = z.object({ data: z.unknown().optional(), metadata: metadataSchema })

function read<T>(
  name: string,
  answer: Awaited<ReturnType<typeof requestJson>>,
  data: z.ZodType<T>,
): Result<T> {
  if (!answer.ok) return answer
  const envelope = envelopeSchema.safeParse(answer.value.body)
  if (!envelope.success) return unexpected(name, envelope.error)
  const { result, reason } = envelope.data.metadata
  if (result !== 1) return refused(reason || `${name} failed`)
  const parsed = data.safeParse(envelope.data.data)
  return parsed.success ? ok(parsed.data) : unexpected(name, parsed.error)
}

function refused(reason: string): Result<never> {
  const { code, ...more } = meaningOf(reason)
  return fail(code, reason, more)
}

function unexpected(name: string, error: z.ZodError): Result<never> {
  const message = `Unexpected answer to ${name}: ${z.prettifyError(error)}`
  return fail('transient', message, { lost: true })
}

/** Refusals before any function is reached: `{ cpanelresult: { error } }`, or an envelope. */
const earlySchema = z.union([
  z.object({ cpanelresult: z.object({ error: z.string() }) }),
  z.object({ metadata: metadataSchema }),
])

function readError(_status: number, body: unknown): { message: string } | undefined {
  const parsed = earlySchema.safeParse(body)
  if (!parsed.success) return undefined
  const early = parsed.data
  return { message: 'metadata' in early ? early.metadata.reason : early.cpanelresult.error }
}
