import {
  type JsonRequest,
  type ModuleContext,
  ok,
  type Result,
  requestJson,
  type ServerConfig,
} from '@berth/sdk'
import { z } from 'zod'
import { readError, settled } from './failures.ts'
import type { PterodactylSettings } from './server-settings.ts'
import { listOf } from './shapes.ts'

/** What goes into the address after `?`. */
export type Query = Readonly<Record<string, string | number>>

interface CallOptions<T> {
  readonly query?: Query
  readonly body?: unknown
  readonly schema: z.ZodType<T>
}

/** The panel refuses more. */
export const MOST_PER_PAGE = 100

const nothing = z.unknown()

/** One panel, within one call of the module. */
export interface PanelClient {
  readonly settings: PterodactylSettings
  /** Whether there is a key for power, usage, backups and databases. */
  readonly hasClientKey: boolean
  /** Asks the application API, which sees everything. */
  get<T>(path: string, schema: z.ZodType<T>, query?: Query): Promise<Result<T>>
  /** Changes something there; the answer is not looked at unless `schema` is given. */
  change(method: JsonRequest['method'], path: string, body?: unknown): Promise<Result<unknown>>
  make<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<Result<T>>
  /** All pages of a list, up to `most` pages. */
  all<T>(path: string, schema: z.ZodType<T>, query?: Query): Promise<Result<T[]>>
  /** Asks the client API, as the administrator whose key it is. */
  clientGet<T>(path: string, schema: z.ZodType<T>, query?: Query): Promise<Result<T>>
  clientChange(path: string, body: unknown): Promise<Result<unknown>>
  /** Where people open a page of the panel. */
  page(path: string): string
}

/** More pages than this are not read for one question. */
const MOST_PAGES = 200

/** Connects to the panel of these settings; nothing is sent yet. */
export function connect(
  ctx: Pick<ModuleContext, 'fetch' | 'signal'>,
  { settings }: ServerConfig<PterodactylSettings>,
): PanelClient {
  const base = settings.url.replace(/\/+$/, '')
  const call = callerOf(ctx, settings, base)
  const get: PanelClient['get'] = (path, schema, query) =>
    call('application', 'GET', path, { schema, query })
  return {
    settings,
    hasClientKey: settings.clientKey !== '',
    get,
    change: (method, path, body) => call('application', method, path, { schema: nothing, body }),
    make: (path, body, schema) => call('application', 'POST', path, { schema, body }),
    async all(path, schema, query = {}) {
      const found = []
      for (let page = 1; page <= MOST_PAGES; page++) {
        const answer = await get(path, listOf(schema), { ...query, per_page: MOST_PER_PAGE, page })
        if (!answer.ok) return answer
        found.push(...answer.value.data.map((item) => item.attributes))
        if (page >= (answer.value.meta?.pagination?.total_pages ?? 1)) break
      }
      return ok(found)
    },
    clientGet: (path, schema, query) => call('client', 'GET', path, { schema, query }),
    clientChange: (path, body) => call('client', 'POST', path, { schema: nothing, body }),
    page: (path) => `${base}${path}`,
  }
}

function callerOf(
  ctx: Pick<ModuleContext, 'fetch' | 'signal'>,
  settings: PterodactylSettings,
  base: string,
) {
  const mask = [settings.applicationKey, settings.clientKey].filter((key) => key !== '')
  const { ca, fingerprint } = settings
  const connection =
    ca || fingerprint
      ? { connection: { ...(ca ? { ca } : {}), ...(fingerprint ? { fingerprint } : {}) } }
      : {}
  return async <T>(
    api: 'application' | 'client',
    method: JsonRequest['method'],
    path: string,
    { query = {}, body, schema }: CallOptions<T>,
  ): Promise<Result<T>> => {
    const url = new URL(`${base}/api/${api}${path}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
    const key = api === 'application' ? settings.applicationKey : settings.clientKey
    const headers = { authorization: `Bearer ${key}` }
    const request = { method, url, headers, body, mask, readError, ...connection }
    const answer = settled(await requestJson(ctx, request))
    if (!answer.ok) return answer
    const parsed = schema.safeParse(answer.value.body)
    if (parsed.success) return ok(parsed.data)
    const message = `Unexpected answer to ${method} ${path}: ${z.prettifyError(parsed.error)}`
    return { ok: false, error: { code: 'transient', message, lost: true } }
  }
}
