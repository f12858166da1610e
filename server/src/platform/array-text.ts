const PLAIN = /^[\w.:+-]+$/
const SPECIAL = /["\\]/g

/**
 * A list as the text of a PostgreSQL array: one parameter for any number of values, whatever their
 * type in SQL.
 */
export function arrayText(values: readonly (string | null)[]): string {
  let text = '{'
  for (const value of values) {
    if (text.length > 1) text += ','
    if (value === null) text += 'NULL'
    else if (isPlain(value)) text += value
    else text += `"${value.replace(SPECIAL, '\\$&')}"`
  }
  return `${text}}`
}

/** Needs no quotes: no separator, no blank, not empty, and not the word that means nothing. */
const isPlain = (value: string) => PLAIN.test(value) && value.toLowerCase() !== 'null'
