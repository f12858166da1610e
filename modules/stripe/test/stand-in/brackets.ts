/** A value of a form: text, or fields and lists of them. */
export type FormValue = string | { [name: string]: FormValue } | FormValue[]

/**
 * Reads `metadata[key]` and `expand[0]` as Stripe does: names in brackets are fields, numbers are
 * places of a list. https://docs.stripe.com/api (request bodies are form-encoded).
 */
export function readBrackets(
  fields: Iterable<readonly [string, string]>,
): Record<string, FormValue> {
  const root: Record<string, FormValue> = {}
  for (const [name, value] of fields) {
    const path = name.replaceAll(']', '').split('[')
    let place: Record<string, FormValue> = root
    for (const step of path.slice(0, -1)) {
      place[step] ??= {}
      place = place[step] as Record<string, FormValue>
    }
    place[path.at(-1) ?? ''] = value
  }
  return withLists(root) as Record<string, FormValue>
}

function withLists(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([name, one]) => [name, withLists(one)] as const)
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index))
  return isList ? entries.map(([, one]) => one) : Object.fromEntries(entries)
}
