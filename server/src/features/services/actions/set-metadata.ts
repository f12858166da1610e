import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { isMetadataKey, validateMetadata } from '../../../domain/metadata.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import type { Text } from '../../../platform/text.ts'
import { changeService } from '../change.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { note } from './inputs.ts'

/** More keys than anybody reads on a page. */
const MOST_KEYS = 100

const input = z
  .strictObject({
    /** Per key the new value, or null to remove it; keys that are not named stay as they are. */
    metadata: z
      .record(z.string().trim().min(1).max(64), z.string().max(1000).nullable())
      .meta({ label: { en: 'Metadata', fr: 'Métadonnées' } }),
    note,
  })
  .superRefine(({ metadata }, check) => {
    for (const { key, code } of validateMetadata(setOnly(metadata)))
      check.addIssue({ code: 'custom', path: ['metadata', key], message: `problem.${code}` })
  })
type Input = z.output<typeof input>
type Wanted = Input['metadata']

const setOnly = (metadata: Wanted): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata).filter((pair): pair is [string, string] => pair[1] !== null),
  )

/** The keys that really change. */
const changesOf = ({ service }: ServiceSubject, metadata: Wanted) =>
  Object.entries(metadata).filter(([key, value]) => (service.metadata[key] ?? null) !== value)

function after({ service }: ServiceSubject, metadata: Wanted): Record<string, string> {
  const kept = Object.entries(service.metadata).filter(([key]) => !Object.hasOwn(metadata, key))
  return { ...Object.fromEntries(kept), ...setOnly(metadata) }
}

/** Staff write metadata; keys that mean something to the program are checked by name. */
export const setMetadata = defineAction({
  id: 'service.set_metadata',
  on: serviceSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Set or remove metadata of a service; keys that are not named stay',
  input,
  output: z.object({ operationId: z.null(), metadata: z.record(z.string(), z.string()) }),
  check(subject: ServiceSubject, wish: Input | null) {
    if (!wish) return allowed()
    const changes = changesOf(subject, wish.metadata)
    if (changes.length === 0) return refused('nothing_changes')
    if (Object.keys(after(subject, wish.metadata)).length > MOST_KEYS)
      return refused('too_many_keys', { most: MOST_KEYS })
    return allowed(...changes.flatMap(([key, value]) => effectsOf(key, value)))
  },
  async run(tx, subject, wish, env: Env) {
    const metadata = after(subject, wish.metadata)
    await changeService(tx, env, subject.service, {
      set: { metadata },
      entry: { kind: 'service.metadata_set', note: wish.note || null },
    })
    return { operationId: null, metadata }
  },
})

/** A known key also says what it means. */
function effectsOf(key: string, value: string | null): Text[] {
  if (value === null) return [{ key: 'service.effect.metadata_removed', params: { key } }]
  const set = { key: 'service.effect.metadata_set', params: { key, value } }
  return isMetadataKey(key) ? [set, { key: `metadata.${key}` }] : [set]
}
