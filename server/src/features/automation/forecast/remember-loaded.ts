/** More than this is forgotten at once, so that the memory does not grow with the fleet. */
const MOST_REMEMBERED = 50_000

type Load<T> = (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>

/** Loads by id what one walk asks for again and again; what `load` does not know is null. */
export function rememberLoaded<T>(
  load: Load<T>,
  most = MOST_REMEMBERED,
): (ids: readonly string[]) => Promise<ReadonlyMap<string, T | null>> {
  let known = new Map<string, T | null>()
  return async (ids) => {
    const asked = new Set(ids)
    // Another map: whoever reads the former one still does.
    if (known.size + asked.size > most) known = new Map()
    const missing = [...asked].filter((id) => !known.has(id))
    if (missing.length === 0) return known
    const loaded = await load(missing)
    for (const id of missing) known.set(id, loaded.get(id) ?? null)
    return known
  }
}
