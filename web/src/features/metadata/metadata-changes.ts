type Metadata = Record<string, string>

/** What makes one set of keys the other: the new values, and null for a key that goes. */
export function metadataChanges(before: Metadata, after: Metadata): Record<string, string | null> {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  const changed = [...keys].filter((key) => before[key] !== after[key])
  return Object.fromEntries(changed.map((key) => [key, after[key] ?? null]))
}
