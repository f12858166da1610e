/** The metadata that the program understands, as it applies to one service. */
export interface KnownMetadata {
  /** The most renewals in all; the service's own column wins over it. */
  readonly max_renewals: number | null
  /** The most renewals in the current calendar month of the business zone. */
  readonly max_renewals_in_current_month: number | null
  /** The most renewals in the current ISO week of the business zone. */
  readonly max_renewals_in_current_week: number | null
  /** No reminders before expiry; the final notice before removal is always sent. */
  readonly disable_notify_expiration: boolean
  /** The customer may not cancel; a consumer keeps the end of the period. */
  readonly disable_cancel: boolean
  /** The automation does not suspend, and therefore does not end. */
  readonly disable_auto_suspend: boolean
  /** The automation does not end. */
  readonly disable_auto_terminate: boolean
}

/** The name of a metadata key that has a meaning. */
export type MetadataKey = keyof KnownMetadata

/** Free text by key; unknown keys are kept and shown, and mean nothing to the program. */
export type Metadata = Readonly<Record<string, string>>

/** A known key whose value means nothing: what is wrong, and with which key. */
export interface MetadataProblem {
  readonly key: MetadataKey
  readonly code: 'not_a_count' | 'not_true_or_false'
}

/** What each known key holds: a whole number from 0, or `true` / `false`. */
export const METADATA_KEYS = {
  max_renewals: 'count',
  max_renewals_in_current_month: 'count',
  max_renewals_in_current_week: 'count',
  disable_notify_expiration: 'flag',
  disable_cancel: 'flag',
  disable_auto_suspend: 'flag',
  disable_auto_terminate: 'flag',
} as const satisfies Record<MetadataKey, 'count' | 'flag'>

/** No known key set: no limits, nothing disabled. */
export const NO_METADATA: KnownMetadata = {
  max_renewals: null,
  max_renewals_in_current_month: null,
  max_renewals_in_current_week: null,
  disable_notify_expiration: false,
  disable_cancel: false,
  disable_auto_suspend: false,
  disable_auto_terminate: false,
}

/** True for a key that the program gives a meaning. */
export function isMetadataKey(key: string): key is MetadataKey {
  return Object.hasOwn(METADATA_KEYS, key)
}

/** The problems of a metadata record before it is stored; unknown keys have none. */
export function validateMetadata(metadata: Metadata): MetadataProblem[] {
  const problems: MetadataProblem[] = []
  for (const [key, value] of Object.entries(metadata)) {
    if (!isMetadataKey(key) || parseValue(key, value) !== undefined) continue
    const code = METADATA_KEYS[key] === 'count' ? 'not_a_count' : 'not_true_or_false'
    problems.push({ key, code })
  }
  return problems
}

/**
 * What applies to a service: per known key its own value, else its product's. A stored value that
 * does not parse counts as absent, so that old data never stops a service.
 */
export function resolveMetadata(service: Metadata, product: Metadata | null): KnownMetadata {
  const resolved: Record<string, number | boolean | null> = { ...NO_METADATA }
  for (const key of Object.keys(METADATA_KEYS) as MetadataKey[]) {
    const value = readKey(key, service) ?? (product ? readKey(key, product) : undefined)
    if (value !== undefined) resolved[key] = value
  }
  return resolved as unknown as KnownMetadata
}

function readKey(key: MetadataKey, metadata: Metadata): number | boolean | undefined {
  const text = Object.hasOwn(metadata, key) ? metadata[key] : undefined
  return text === undefined ? undefined : parseValue(key, text)
}

function parseValue(key: MetadataKey, text: string): number | boolean | undefined {
  const value = text.trim()
  if (METADATA_KEYS[key] === 'count') return /^\d{1,6}$/.test(value) ? Number(value) : undefined
  if (value === 'true') return true
  return value === 'false' ? false : undefined
}
