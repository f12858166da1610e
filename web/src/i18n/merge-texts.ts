/** Texts as they stand in a locale file: nested objects with strings at the leaves. */
export type Texts = { [key: string]: string | Texts }

/**
 * One tree of texts out of the locale files: `…/features/services/locales/en.json` is found under
 * `services`, `…/ui/locales/en.json` under `ui`.
 */
export function mergeTexts(files: Record<string, Texts>): Texts {
  const merged: Texts = {}
  for (const [path, texts] of Object.entries(files)) {
    const feature = /([^/]+)\/locales\/[a-z]+\.json$/.exec(path)?.[1]
    if (feature) merged[toKey(feature)] = withMany(texts)
  }
  return merged
}

/** `credit-notes` → `creditNotes`: keys are written like identifiers. */
export function toKey(folder: string): string {
  return folder.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/**
 * French has a third plural form for round millions (`many`). It reads like `other` in every text
 * we have, so it is filled in here instead of being written twice.
 */
function withMany(texts: Texts): Texts {
  const out: Texts = {}
  for (const [key, text] of Object.entries(texts)) {
    out[key] = typeof text === 'string' ? text : withMany(text)
    const many = key.replace(/_other$/, '_many')
    if (many !== key && typeof text === 'string' && texts[many] === undefined) out[many] = text
  }
  return out
}
