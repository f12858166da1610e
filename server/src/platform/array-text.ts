/**
 * A list as the text of a PostgreSQL array: one parameter for any number of values, whatever their
 * type in SQL.
 */
export function arrayText(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join()}}`
}

/** The same for values that need no quotes: ids, numbers, instants, truths. */
export function plainArrayText(values: readonly (string | number | null)[]): string {
  return values.includes(null)
    ? `{${values.map((value) => value ?? 'NULL').join()}}`
    : `{${values.join()}}`
}

const quoted = (value: string) => `"${value.replace(SPECIAL, '\\$&')}"`
const SPECIAL = /["\\]/g
