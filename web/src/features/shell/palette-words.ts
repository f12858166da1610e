/** Lower case without accents, as words are compared. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}

/** A typed command: what is to be done, and to what. */
export interface TypedCommand {
  verb: string
  rest: string
}

/** A shorter beginning of a word may be anything's name. */
const MIN_LETTERS = 3

/**
 * Reads "suspend #1042" or "ajouter des jours atelier": the beginning of the text names an action
 * by the beginnings of its label's words, the rest names its subject. Of several readings those
 * with the longest label are kept; without one the text is no command.
 */
export function readCommand(
  text: string,
  labels: readonly { verb: string; label: string }[],
): TypedCommand[] {
  const words = text.trim().split(/\s+/).filter(Boolean)
  const readings = labels.map(({ verb, label }) => ({
    verb,
    length: matching(words.map(plain), plain(label).split(/\s+/)),
  }))
  const longest = Math.max(0, ...readings.map(({ length }) => length))
  if (longest === 0) return []
  return readings
    .filter(({ length }) => length === longest)
    .map(({ verb }) => ({ verb, rest: words.slice(longest).join(' ') }))
}

/** How many words at the beginning of the text are the beginnings of the label's words. */
function matching(words: string[], label: string[]): number {
  const [first = ''] = words
  if (first.length < MIN_LETTERS) return 0
  const stop = words.findIndex((word, at) => !label[at]?.startsWith(word))
  return stop === -1 ? Math.min(words.length, label.length) : stop
}
