import type { Observed, ObservedState, Resource } from '@berth/sdk'
import { z } from 'zod'
import type { ServiceAnswer } from './answer.ts'
import { wasEnded } from './exit-codes.ts'
import { connectionLines, readSaid, type Said } from './said.ts'

/** What Berth keeps beside a service on its server, for `find` and `list`. */
const metaSchema = z.object({
  name: z.string(),
  number: z.number(),
  plan: z.string(),
  owner: z.string(),
})
export type Meta = z.output<typeof metaSchema>

/** One line of JSON. */
export const formatMeta = (meta: Meta): string => JSON.stringify(meta)

function parseMeta(text: string): Meta | null {
  try {
    return metaSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Whether look-up says that it is gone, whatever is remembered. */
function isAbsent({ lookUp }: ServiceAnswer): boolean {
  if (!lookUp) return false
  return lookUp.code === 66 || (lookUp.code === 0 && stateWord(lookUp.seen) === 'absent')
}

const stateWord = (text: string) => readSaid(text).words.get('state')

const STATES: readonly ObservedState[] = ['running', 'stopped', 'suspended', 'changing']

/** Null when nothing is there. */
export function stateOf(service: ServiceAnswer): ObservedState | null {
  const { run, state, lookUp } = service
  if (run?.status === 'running') return 'changing'
  if (state === null) {
    // A create that was cut may have left something; one that said no has left nothing.
    const cut = run?.status === 'interrupted' || wasEnded(run?.code ?? 0)
    return cut ? 'changing' : null
  }
  if (isAbsent(service)) return null
  if (lookUp) {
    // A look-up that fails says nothing, and what was done last may be wrong by now.
    const word = lookUp.code === 0 ? stateWord(lookUp.seen) : 'changing'
    const seen = STATES.find((one) => one === word)
    if (seen) return seen
  }
  if (run?.status === 'interrupted') return 'changing'
  return state === 'suspended' ? 'suspended' : 'running'
}

/** The resource as the books keep it, from what scripts said; the key is its id unless they say. */
export function resourceOf(key: string, said: Said): Resource {
  return {
    remoteId: said.words.get('remote_id') || key,
    data: { key, facts: Object.fromEntries(said.facts) },
    secrets: said.secrets,
    connection: connectionLines(said),
  }
}

/** Everything that is known of a service; null when nothing is there. */
export function observedOf(service: ServiceAnswer): Observed | null {
  const state = stateOf(service)
  if (state === null) return null
  const said = readSaid(`${service.known}${seenOf(service)}`)
  const meta = parseMeta(service.meta)
  const resource = resourceOf(service.key, said)
  return {
    remoteId: resource.remoteId,
    key: service.key,
    name: said.words.get('name') ?? meta?.name ?? null,
    owner: said.words.get('owner') ?? meta?.owner ?? null,
    plan: said.words.get('plan') ?? meta?.plan ?? null,
    state,
    usage: said.usage,
    createdAt: null,
    resource,
  }
}

/** What the look-up said; the id is fixed when the resource is made. */
function seenOf({ lookUp }: ServiceAnswer): string {
  return lookUp?.code === 0 ? lookUp.seen.replace(/^remote_id\+?=.*$/gm, '') : ''
}

/** One resource of the listing script. */
export function listedOf(text: string, keyOf: ReadonlyMap<string, string>): Observed | null {
  const said = readSaid(text)
  const remoteId = said.words.get('remote_id') ?? ''
  const word = said.words.get('state') ?? 'running'
  if (remoteId === '' || word === 'absent') return null
  const key = keyOf.get(remoteId) ?? said.words.get('key') ?? null
  return {
    remoteId,
    key,
    name: said.words.get('name') ?? null,
    owner: said.words.get('owner') ?? null,
    plan: said.words.get('plan') ?? null,
    state: STATES.find((one) => one === word) ?? 'running',
    usage: said.usage,
    createdAt: null,
    resource: {
      remoteId,
      data: { ...(key === null ? {} : { key }), facts: Object.fromEntries(said.facts) },
      secrets: said.secrets,
      connection: connectionLines(said),
    },
  }
}
