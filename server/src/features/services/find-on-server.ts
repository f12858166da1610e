import {
  type ModuleContext,
  maskSecrets,
  type Observed,
  type ObservedPage,
  type Result,
} from '@berth/sdk'
import type { Context } from '../../context.ts'
import { Problem } from '../../platform/problem.ts'
import { askModule } from '../servers/ask-module.ts'
import { moduleContext } from '../servers/module-context.ts'
import { moduleServer, type ServerRow, serverSecretValues } from '../servers/module-server.ts'

/** The longest that one question may take. */
const LIMIT_MS = 20_000
/** A resource that staff picked is looked for on so many pages of the server's list. */
const MOST_PAGES = 200

/** What a server says it has for a service. */
export type OnServer =
  | { kind: 'one'; resource: Observed }
  | { kind: 'none' }
  /** Several carry the same key. */
  | { kind: 'several' }

export interface Sought {
  /** Our key: the service's id. */
  key: string
  /** The resource that staff picked; without it the key is looked for. */
  remoteId?: string
}

/**
 * Asks a server what it has, outside of any transaction and with a deadline. Throws a 503 with the
 * provider's words when it does not answer.
 */
export async function findOnServer(
  ctx: Context,
  row: ServerRow,
  sought: Sought,
): Promise<OnServer> {
  const module = ctx.modules.get(row.type)
  const opened = moduleServer(ctx, row)
  if (!module || !opened.ok) throw unreachable(row, opened.ok ? '' : opened.error.message)
  const server = opened.value
  const secrets = serverSecretValues(ctx, row.type, server)
  const ask = async <T>(question: (context: ModuleContext) => Promise<Result<T>>): Promise<T> => {
    const answer = await askModule({
      limitMs: LIMIT_MS,
      abort: new AbortController().signal,
      mask: (words) => maskSecrets(words, secrets),
      run: (signal) => question(moduleContext(ctx, { type: row.type, server, signal })),
    })
    if (answer.kind === 'value') return answer.value
    throw unreachable(row, answer.kind === 'error' ? answer.error.message : answer.message)
  }
  const { remoteId } = sought
  if (remoteId === undefined) {
    const found = await ask((context) => module.find(context, server, sought.key))
    return only(found)
  }
  return pickFrom((cursor) => ask((context) => module.list(context, server, cursor)), remoteId)
}

function only(found: readonly Observed[]): OnServer {
  const [resource] = found
  if (!resource) return { kind: 'none' }
  return found.length > 1 ? { kind: 'several' } : { kind: 'one', resource }
}

async function pickFrom(
  list: (cursor: string | null) => Promise<ObservedPage>,
  remoteId: string,
): Promise<OnServer> {
  let cursor: string | null = null
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { items, nextCursor }: ObservedPage = await list(cursor)
    const resource = items.find((one) => one.remoteId === remoteId)
    if (resource) return { kind: 'one', resource }
    if (nextCursor === null) break
    cursor = nextCursor
  }
  return { kind: 'none' }
}

function unreachable({ name }: ServerRow, message: string): Problem {
  const text = { key: 'problem.server_unreachable', params: { name, message } }
  return new Problem('server_unreachable', { text })
}
