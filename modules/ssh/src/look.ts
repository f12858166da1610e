import {
  fail,
  type ModuleContext,
  maskSecrets,
  type Observed,
  type ObservedPage,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
  type UsageFigure,
} from '@berth/sdk'
import { refusalOf } from './exit-codes.ts'
import type { SshSettings } from './forms.ts'
import { listedOf, observedOf } from './observe.ts'
import { nameOf } from './program.ts'
import { ask } from './requests.ts'
import { splitListed } from './said.ts'
import { secretsOf } from './session.ts'

type Server = ServerConfig<SshSettings>

/** How many services are read at once; each may ask its look-up script. */
const PAGE_SIZE = 100

/** How many of the listing script's resources make a page. */
const LISTED_PAGE_SIZE = 500

/** How long a listing script may take. */
const LIST_SECONDS = 50

/** How long a look-up script may take. */
const LOOK_UP_SECONDS = 20

/** What the server keeps of the services with these keys, and what their look-up scripts say. */
async function readServices(
  ctx: ModuleContext,
  server: Server,
  keys: readonly string[],
): Promise<Result<Observed[]>> {
  const answer = await ask(ctx, server.settings, {
    entry: 'read_services',
    keys,
    limitSeconds: LOOK_UP_SECONDS,
  })
  if (!answer.ok) return answer
  return ok(answer.value.services.flatMap((service) => observedOf(service) ?? []))
}

/** The one service with the key, or none: a key is the name of a folder on the server. */
export async function find(
  ctx: ModuleContext,
  server: Server,
  key: string,
): Promise<Result<readonly Observed[]>> {
  return nameOf(key) === key ? readServices(ctx, server, [key]) : ok([])
}

/** By the key that the resource carries, else by its remote id. */
export async function findOne(
  ctx: ModuleContext,
  server: Server,
  { remoteId, data }: Resource,
): Promise<Result<Observed | null>> {
  if (typeof data.key === 'string') {
    const found = await find(ctx, server, data.key)
    if (!found.ok) return found
    const same = found.value.find((one) => one.remoteId === remoteId)
    if (same) return ok(same)
  }
  const keys = await readKeys(ctx, server)
  if (!keys.ok) return keys
  const key = keys.value.get(remoteId)
  if (key !== undefined) {
    const found = await find(ctx, server, key)
    if (!found.ok || found.value.length > 0) return found.ok ? ok(found.value[0] ?? null) : found
  }
  if (server.settings.listScript === '') return ok(null)
  const all = await runListing(ctx, server, keys.value)
  return all.ok ? ok(all.value.find((one) => one.remoteId === remoteId) ?? null) : all
}

/** Keys by remote id. */
async function readKeys(
  ctx: ModuleContext,
  server: Server,
): Promise<Result<ReadonlyMap<string, string>>> {
  const answer = await ask(ctx, server.settings, { entry: 'read_keys' })
  return answer.ok ? ok(new Map([...answer.value.keys].map(([key, id]) => [id, key]))) : answer
}

/** Everything that the server's listing script knows, or else what was made here, in pages. */
export async function list(
  ctx: ModuleContext,
  server: Server,
  cursor: string | null,
): Promise<Result<ObservedPage>> {
  const keys = await readKeys(ctx, server)
  if (!keys.ok) return keys
  if (server.settings.listScript !== '') {
    const all = await runListing(ctx, server, keys.value)
    return all.ok ? ok(pageOf(all.value, (one) => one.remoteId, LISTED_PAGE_SIZE, cursor)) : all
  }
  const page = pageOf([...keys.value.values()], (key) => key, PAGE_SIZE, cursor)
  const items = await readServices(ctx, server, page.items)
  return items.ok ? ok({ items: items.value, nextCursor: page.nextCursor }) : items
}

function pageOf<T>(
  all: readonly T[],
  idOf: (one: T) => string,
  size: number,
  cursor: string | null,
): { items: T[]; nextCursor: string | null } {
  const left = all
    .filter((one) => cursor === null || idOf(one) > cursor)
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  const items = left.slice(0, size)
  const last = items.at(-1)
  return { items, nextCursor: left.length > size && last ? idOf(last) : null }
}

async function runListing(
  ctx: ModuleContext,
  server: Server,
  keyOf: ReadonlyMap<string, string>,
): Promise<Result<Observed[]>> {
  const { settings } = server
  const answer = await ask(ctx, settings, {
    entry: 'list_all',
    script: settings.listScript.replaceAll('\r\n', '\n'),
    limitSeconds: LIST_SECONDS,
  })
  if (!answer.ok) return answer
  if (answer.value.exit !== 0) {
    const refused = refusalOf(answer.value, (words) => maskSecrets(words, secretsOf(settings)))
    return refused.ok ? fail('transient', 'The listing script failed') : refused
  }
  const listed = splitListed(answer.value.listed).flatMap((one) => listedOf(one, keyOf) ?? [])
  return ok([...new Map(listed.map((one) => [one.remoteId, one])).values()])
}

/** What the look-up script measures; nothing without one. */
export async function usage(
  ctx: ModuleContext,
  server: Server,
  resource: Resource,
): Promise<Result<readonly UsageFigure[]>> {
  const seen = await findOne(ctx, server, resource)
  return seen.ok ? ok(seen.value?.usage ?? []) : seen
}
