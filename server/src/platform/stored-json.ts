/** Most columns of JSON are empty in most rows; these are shared, and frozen for that. */
const EMPTY: Readonly<Record<string, unknown>> = {
  '{}': Object.freeze({}),
  '[]': Object.freeze([]),
}

/** Reads a column of JSON that was selected as text. What is empty is one frozen value for all. */
export function parseStored<T>(text: string): T {
  return (EMPTY[text] ?? JSON.parse(text)) as T
}
