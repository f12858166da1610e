import {
  type Connection,
  fail,
  type JsonAnswer,
  type ModuleContext,
  maskSecrets,
  ok,
  type Result,
  requestJson,
} from '@berth/sdk'
import type { z } from 'zod'
import { errorWords, readError } from './failures.ts'
import type { IncusSettings } from './server-settings.ts'
import { envelopeSchema } from './wire.ts'

/** One request may take this long; waiting for an operation is asked for in slices below it. */
const REQUEST_MS = 60_000

/** Where a path goes: within the settings' project, or to the server as a whole. */
export interface Where {
  readonly query?: Readonly<Record<string, string>>
  /** False for the few paths that know no project. */
  readonly inProject?: boolean
}

/** One server, within one call of the module. */
export interface Incus {
  readonly settings: IncusSettings
  /** Reads one thing; `metadata` of the answer is parsed by the schema. */
  read<S extends z.ZodType>(path: string, schema: S, where?: Where): Promise<Result<z.output<S>>>
  /** Reads a text, such as a console's log. */
  readText(path: string): Promise<Result<string>>
  /** Changes something; answers the id of the operation that does it, or null if it is done. */
  change(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Result<string | null>>
}

/** How the settings say to connect. */
export function connectionOf(settings: IncusSettings): Connection {
  const { address, clientCert, clientKey, fingerprint, serverCa } = settings
  if (address.startsWith('unix://')) return { socketPath: address.slice('unix://'.length) }
  return {
    ...(clientCert ? { cert: clientCert, key: clientKey } : {}),
    ...(fingerprint ? { fingerprint } : serverCa ? { ca: serverCa } : {}),
  }
}

/** The address of a path, with its query. */
export function urlOf(settings: IncusSettings, path: string, where: Where = {}): URL {
  const origin = settings.address.startsWith('unix://') ? 'http://incus' : settings.address
  const url = new URL(path, origin)
  if (where.inProject !== false) url.searchParams.set('project', settings.project)
  for (const [name, value] of Object.entries(where.query ?? {})) url.searchParams.set(name, value)
  return url
}

/** Connects to the server of these settings; nothing is sent yet. */
export function connect(
  ctx: Pick<ModuleContext, 'fetch' | 'signal'>,
  settings: IncusSettings,
): Incus {
  const connection = connectionOf(settings)
  const mask = settings.clientKey === '' ? [] : [settings.clientKey]
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: URL,
    body?: unknown,
  ): Promise<Result<JsonAnswer>> => {
    if (ctx.signal.aborted) return fail('transient', 'Given up before it was asked')
    const answer = await requestJson(ctx, {
      method,
      url,
      body,
      connection,
      mask,
      readError,
      timeoutMs: REQUEST_MS,
    })
    const refused = !answer.ok && /EACCES/.test(answer.error.message)
    return refused ? fail('auth', answer.error.message) : answer
  }
  return {
    settings,
    async read(path, schema, where) {
      const answer = await ask('GET', urlOf(settings, path, where))
      if (!answer.ok) return answer
      const envelope = envelopeSchema.safeParse(answer.value.body)
      const read = schema.safeParse(envelope.success ? envelope.data.metadata : undefined)
      if (read.success) return ok(read.data)
      return fail('config', `${path} answers what neither Incus nor LXD does`)
    },
    async readText(path) {
      if (ctx.signal.aborted) return fail('transient', 'Given up before it was asked')
      return readText(ctx, urlOf(settings, path), { connection, mask })
    },
    async change(method, path, body) {
      const answer = await ask(method, urlOf(settings, path), body)
      if (!answer.ok) return answer
      const envelope = envelopeSchema.safeParse(answer.value.body)
      if (!envelope.success)
        return fail('config', `${path} answers what neither Incus nor LXD does`)
      return ok(envelope.data.type === 'async' ? idOf(envelope.data.operation ?? '') : null)
    },
  }
}

/** The last part of `/1.0/operations/<id>`. */
function idOf(path: string): string {
  return new URL(path, 'http://incus').pathname.split('/').at(-1) ?? ''
}

async function readText(
  ctx: Pick<ModuleContext, 'fetch' | 'signal'>,
  url: URL,
  { connection, mask }: { connection: Connection; mask: readonly string[] },
): Promise<Result<string>> {
  try {
    const response = await ctx.fetch(url, {
      connection,
      signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(REQUEST_MS)]),
    })
    const text = await response.text()
    if (response.ok) return ok(text)
    const body = jsonOf(text)
    const own = readError(response.status, body)
    const words = own?.message ?? (errorWords(body) || `HTTP ${response.status}`)
    const code =
      response.status === 404 ? 'not_found' : response.status < 500 ? 'rejected' : 'transient'
    return fail(own?.code ?? code, maskSecrets(words, mask))
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return fail('transient', maskSecrets(words, mask))
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
