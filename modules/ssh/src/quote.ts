/*
 * Values on their way into a shell program. Nothing here looks at what a value means: every byte of
 * it comes out on the other side, and none of it is ever read as shell.
 */

/**
 * A value as one word of a POSIX shell. Between single quotes nothing is special except the single
 * quote itself, which is closed, escaped and opened again. Throws on a NUL, which no shell holds.
 *
 * @example quote("it's") // 'it'\''s'
 */
export function quote(value: string): string {
  if (value.includes('\0')) throw new Error('A NUL cannot be given to a shell')
  return `'${value.replaceAll("'", "'\\''")}'`
}

/**
 * A function that prints a text, ended by a line feed. Not by a here-document: dash garbles a line
 * of one that begins like the end mark and goes on with a letter beyond ASCII.
 */
export function printing(name: string, text: string): string {
  if (text === '') return `${name}() { :; }\n`
  const body = text.endsWith('\n') ? text : `${text}\n`
  return `${name}() { printf '%s' ${quote(body)}; }\n`
}

/** Lines that set and export variables; names are ours or were checked by a form. */
export function exporting(variables: ReadonlyMap<string, string>): string {
  return [...variables]
    .map(([name, value]) => {
      if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) throw new Error(`${name} is no name of a variable`)
      return `export ${name}=${quote(value)}\n`
    })
    .join('')
}
