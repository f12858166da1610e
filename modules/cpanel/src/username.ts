import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'

/** No vowels, so that no word comes out, and none of what is mistaken for another: 0 o, 1 l i. */
const SIGNS = 'bcdfghjkmnpqrstvwxyz23456789'
const CODE_LENGTH = 8
const LETTERS = 4

/**
 * Eight signs that stand for a service's key (38 bits). The account's name ends with them, so that an
 * account of ours is found by its name even when everything else was forgotten.
 */
export function codeOf(key: string, attempt = 0): string {
  const digest = createHash('sha256').update(`${key} ${attempt}`).digest()
  let number = digest.readBigUInt64BE()
  let code = ''
  while (code.length < CODE_LENGTH) {
    code += SIGNS[Number(number % BigInt(SIGNS.length))]
    number /= BigInt(SIGNS.length)
  }
  return code
}

/**
 * A name that WHM takes: at most 16 characters, lower-case letters and digits, begins with a letter
 * but not with `test`, differs within the first eight from all others, and is none that the system
 * has for itself, as its end is never a word.
 *
 * @example usernameFor('example.com', key) // 'exam' + 'k4mz8q2x'
 */
export function usernameFor(domain: string, key: string, attempt = 0): string {
  const letters = (domain.split('.')[0] ?? '')
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/^[0-9]+/, '')
    .slice(0, LETTERS)
  const readable = letters === '' || letters.startsWith('test') ? 'web' : letters
  return `${readable}${codeOf(key, attempt)}`
}

/** The domain as DNS writes it, in lower case and without `www.`; null when it is none. */
export function domainOf(written: string): string | null {
  const ascii = domainToASCII(written.trim().toLowerCase()).replace(/^www\./, '')
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  const isDomain = new RegExp(`^(${label}\\.)+${label}$`).test(ascii) && !/^[\d.]+$/.test(ascii)
  return isDomain && ascii.length <= 253 ? ascii : null
}
