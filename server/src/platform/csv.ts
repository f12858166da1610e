/** Opens a file as UTF-8 for programs that would guess otherwise. */
export const BYTE_ORDER_MARK = '\uFEFF'

const NUMBER = /^-?\d+(\.\d+)?$/
/** A cell that begins with one of these is a formula to a spreadsheet. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\t\r]/u
const SPECIAL = /[",\r\n]/

/**
 * One line by RFC 4180, with its line break. A text that a spreadsheet would run gets an apostrophe
 * in front, which shows it as the text it is; plain numbers stay numbers.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return SPECIAL.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
