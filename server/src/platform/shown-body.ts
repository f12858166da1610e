import { maskSecrets } from '@berth/sdk'

/** Longer bodies are cut: staff want to see what was said, not to archive it. */
const LONGEST = 2000
/** Of larger texts only their size is told. */
const LARGEST_PARSED = 200_000

/** Names of fields whose values nobody is shown, in JSON and in forms. */
const SECRET_NAME =
  /pass(word|wd|phrase)?$|^pwd$|secret|token|api[_-]?key|private[_-]?key|credential|authorization|cookie|ticket|session[_-]?id|^csrf/i

/**
 * A body as the log shows it: secrets masked by what they are and by the names of their fields,
 * queries of addresses left out, and cut. Null for what is empty or no text.
 */
export function shownBody(body: unknown, secrets: readonly string[]): string | null {
  if (body instanceof URLSearchParams) return shownBody(body.toString(), secrets)
  if (typeof body !== 'string' || body === '') return null
  const shown = maskSecrets(withoutSecretFields(body), secrets)
  const text = shown.toWellFormed().replaceAll('\0', '\uFFFD')
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** A name and its text in JSON that is cut off. */
const BROKEN_PAIR = /"([^"]{1,100})"\s*:\s*"(?:[^"\\]|\\.)*"?/g

function withoutSecretFields(body: string): string {
  if (body.length > LARGEST_PARSED) return `(${body.length} characters)`
  const first = body.trimStart().at(0)
  if (first === '{' || first === '[') {
    try {
      return JSON.stringify(JSON.parse(body), (name, value) => shownValue(name, value))
    } catch {
      return body.replaceAll(BROKEN_PAIR, (pair, name) =>
        SECRET_NAME.test(name) ? `"${name}":"***"` : pair,
      )
    }
  }
  if (!/^[^\s=&<>]+=[^\s<>]*$/.test(body)) return body
  const fields = [...new URLSearchParams(body)]
  return fields.map(([name, value]) => `${name}=${String(shownValue(name, value))}`).join('&')
}

function shownValue(name: string, value: unknown): unknown {
  if (value !== null && value !== '' && SECRET_NAME.test(name)) {
    if (typeof value === 'string' || typeof value === 'number') return '***'
  }
  if (typeof value !== 'string') return value
  // A link that logs somebody in carries its right in the query.
  return /^https?:\/\/\S+\?/i.test(value) ? `${value.slice(0, value.indexOf('?'))}?…` : value
}
