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
import { refusalOf } from './failures.ts'
import type { ProxmoxSettings } from './forms.ts'

export type Server = ServerConfig<ProxmoxSettings>

/** Parameters of a request; what is undefined is left out, booleans become 1 and 0. */
export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>

/** One cluster, within one call of the module. */
export interface Pve {
  readonly settings: ProxmoxSettings
  readonly ctx: ModuleContext
  /** What is left of the time that this call may wait for tasks; counted, as there is no clock. */
  readonly patience: { leftMs: number }
  /** Reads, and checks what was read. */
  get<T>(path: string, schema: z.ZodType<T>, query?: Parameters): Promise<Result<T>>
  /** Changes; answers Proxmox's `data`: a task's UPID, or nothing. */
  change(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    parameters?: Parameters,
  ): Promise<Result<unknown>>
}

/** How long one call waits for tasks before it says that they are still at it. */
export const PATIENCE_MS = 240_000

const answerSchema = z.object({ data: z.unknown() })

/** Connects to the cluster of these settings; nothing is sent yet. */
export function connect(ctx: ModuleContext, { settings }: Pick<Server, 'settings'>): Pve {
  const ask = (request: Pick<JsonRequest, 'method' | 'form'>, path: string, query?: Parameters) =>
    send(ctx, settings, { ...request, url: addressOf(settings, path, query) })
  return {
    settings,
    ctx,
    patience: { leftMs: PATIENCE_MS },
    async get(path, schema, query) {
      const answer = await ask({ method: 'GET' }, path, query)
      if (!answer.ok) return answer
      const parsed = schema.safeParse(answer.value)
      if (parsed.success) return ok(parsed.data)
      return fail('transient', `Unexpected answer of ${path}: ${z.prettifyError(parsed.error)}`, {
        lost: true,
      })
    },
    change: (method, path, parameters = {}) =>
      method === 'DELETE'
        ? ask({ method }, path, parameters)
        : ask({ method, form: written(parameters) }, path),
  }
}

/** Sends one request; the words of the status line are kept, as older versions say all in them. */
async function send(
  ctx: ModuleContext,
  settings: ProxmoxSettings,
  request: Pick<JsonRequest, 'method' | 'form' | 'url'>,
): Promise<Result<unknown>> {
  const seen = { reason: '' }
  const fetch: ModuleContext['fetch'] = async (url, init) => {
    const response = await ctx.fetch(url, init)
    seen.reason = response.statusText
    return response
  }
  const answer = await requestJson(
    { fetch, signal: ctx.signal },
    {
      ...request,
      headers: { authorization: `PVEAPIToken=${settings.tokenId}=${settings.tokenSecret}` },
      connection: {
        ...(settings.ca === '' ? {} : { ca: settings.ca }),
        ...(settings.fingerprint === '' ? {} : { fingerprint: settings.fingerprint }),
      },
      mask: [settings.tokenSecret],
      readError: (status, body) => refusalOf({ status, reason: seen.reason, body }),
    },
  )
  if (!answer.ok) return answer
  const parsed = answerSchema.safeParse(answer.value.body)
  return parsed.success ? ok(parsed.data.data) : fail('transient', 'No Proxmox answer', LOST)
}

const LOST = { lost: true } as const

const DEFAULT_PORT = '8006'

function addressOf(settings: ProxmoxSettings, path: string, query: Parameters = {}): URL {
  const url = new URL(settings.url)
  if (url.port === '' && !/:\d+\/?$/.test(settings.url)) url.port = DEFAULT_PORT
  url.pathname = `/api2/json${path}`
  for (const [name, value] of Object.entries(written(query))) url.searchParams.set(name, value)
  return url
}

function written(parameters: Parameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => {
      if (value === undefined) return []
      return [[name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value)]]
    }),
  )
}
