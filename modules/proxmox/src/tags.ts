import { addressOfTag, addressTag } from './addresses.ts'

/*
 * What the module writes on guests. Tags are the one thing that every guest has, that can be changed
 * at any time, and that the list of the whole cluster shows. Proxmox takes `[a-z0-9_][a-z0-9_+.-]*`
 * (`pve-tag`), separated by semicolons.
 */

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const KEY_TAG = new RegExp(`^berth-(${UUID})$`)

/** On guests that are suspended. */
export const SUSPENDED_TAG = 'berth-suspended'
/** On guests that run with less than their configuration says until they are restarted. */
export const RESTART_TAG = 'berth-restart'

/** The tag of a service; also the name of its guest until it is configured. */
export const keyTag = (key: string) => `berth-${key}`

/** A list of tags as Proxmox writes it: `;`, and `,` or spaces in older configurations. */
export function parseTags(text: string | undefined): string[] {
  return (text ?? '').split(/[;,\s]+/).filter((tag) => tag !== '')
}

/** The key that a guest carries, by tag, or by name while it is being made; null for foreign ones. */
export function keyOf(tags: readonly string[], name: string | undefined): string | null {
  for (const tag of [...tags, name ?? '']) {
    const key = KEY_TAG.exec(tag)?.[1]
    if (key !== undefined) return key
  }
  return null
}

/** Whether a guest still has the name of its making: cloned or created, and not configured yet. */
export function isMakeshiftName(name: string | undefined): boolean {
  return name !== undefined && KEY_TAG.test(name)
}

/** The addresses that a guest claims by its tags. */
export function addressesOf(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => addressOfTag(tag) ?? [])
}

/** What of a guest's tags is to change; the rest, staff's own tags included, stays. */
export interface TagChange {
  readonly key?: string
  readonly addresses?: readonly string[]
  readonly suspended?: boolean
  readonly restart?: boolean
}

/** The tags after a change, as Proxmox takes them. */
export function changedTags(tags: readonly string[], change: TagChange): string {
  const kept = tags.filter((tag) => {
    if (change.key !== undefined && KEY_TAG.test(tag)) return false
    if (change.addresses && addressOfTag(tag) !== null) return false
    if (change.suspended !== undefined && tag === SUSPENDED_TAG) return false
    return change.restart === undefined || tag !== RESTART_TAG
  })
  const added = [
    ...(change.key === undefined ? [] : [keyTag(change.key)]),
    ...(change.addresses ?? []).map(addressTag),
    ...(change.suspended ? [SUSPENDED_TAG] : []),
    ...(change.restart ? [RESTART_TAG] : []),
  ]
  return [...new Set([...kept, ...added])].join(';')
}
