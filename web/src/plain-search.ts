/** Search parameters as plain text, so that `?search=1042` stays a text and links can be typed. */
export type PlainSearch = Record<string, string | string[]>

/** A name that stands several times has its values in a list. */
export function parseSearch(search: string): PlainSearch {
  const parameters = new URLSearchParams(search)
  const out: PlainSearch = {}
  for (const name of new Set(parameters.keys())) {
    const [first = '', ...others] = parameters.getAll(name)
    out[name] = others.length > 0 ? [first, ...others] : first
  }
  return out
}

/** The other way round; what is empty is left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const filled = Object.entries(search).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined && one !== null && one !== '')
      .map((one): [string, string] => [name, String(one)]),
  )
  const text = new URLSearchParams(filled).toString()
  return text ? `?${text}` : ''
}
