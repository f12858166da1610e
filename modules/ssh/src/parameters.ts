import { fail, ok, type Result } from '@berth/sdk'
import { z } from 'zod'

/** What a parameter may hold. */
export const PARAMETER_TYPES = ['text', 'int', 'bool', 'hostname', 'email', 'name'] as const
export type ParameterType = (typeof PARAMETER_TYPES)[number]

const VALUES: Readonly<Record<ParameterType, RegExp>> = {
  text: /^[^\0\r\n]*$/,
  int: /^-?\d{1,18}$/,
  bool: /^(true|false)$/,
  hostname:
    /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i,
  email: /^[^\s@]{1,64}@[^\s@]{1,190}$/,
  name: /^[a-z_][a-z0-9_-]{0,31}$/,
}

/** One declared parameter. */
export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  /** The customer must give it. */
  readonly required: boolean
  /** Null where only the name is declared. */
  readonly value: string | null
}

const DECLARATION = /^([A-Za-z][A-Za-z0-9_]{0,40})(?::([a-z]+))?(!)?(?:=(.*))?$/

/** Whether the value fits its type. */
export function fits(type: ParameterType, value: string): boolean {
  return value.length <= 8192 && VALUES[type].test(value)
}

/**
 * Reads lines of `NAME:type=value`; the type may be left out (text), `!` marks what must be given.
 * Null when a line is none, a type is unknown, a value does not fit, or a name is there twice.
 */
export function parseParameters(text: string): Parameter[] | null {
  const parsed: Parameter[] = []
  for (const line of text.split(/\r?\n/).filter((one) => one.trim() !== '')) {
    const [, name, word = 'text', mark, value = null] = DECLARATION.exec(line.trimStart()) ?? []
    const type = PARAMETER_TYPES.find((one) => one === word)
    if (!name || !type || (value !== null && !fits(type, value))) return null
    if (parsed.some((one) => variable(one.name) === variable(name))) return null
    parsed.push({ name, type, required: mark === '!', value })
  }
  return parsed
}

/** A name as a part of a variable's name: `Disk-Size` becomes `DISK_SIZE`. */
export function variable(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9_]/g, '_')
}

/**
 * What the customer gave, checked against what the product lets them give: a value that would have
 * no effect, or does not fit, is refused before anything runs.
 */
export function takeOrder(declared: string, given: string): Result<ReadonlyMap<string, string>> {
  const allowed = parseParameters(declared) ?? []
  const asked = new Map<string, string>()
  const refuse = (why: string) => fail('rejected', why, { pointer: '/orderData/parameters' })
  for (const line of given.split(/\r?\n/).filter((one) => one.trim() !== '')) {
    const at = line.indexOf('=')
    const name = line.slice(0, at).trim()
    const known = allowed.find((one) => variable(one.name) === variable(name))
    if (at < 1 || !known) return refuse(`${name || line} cannot be given`)
    const value = line.slice(at + 1)
    if (!fits(known.type, value)) return refuse(`${name} must be of type ${known.type}`)
    asked.set(variable(name), value)
  }
  const missing = allowed.find((one) => one.required && !asked.get(variable(one.name)))
  if (missing) return refuse(`${missing.name} is missing`)
  const defaults = allowed.flatMap(({ name, value }): [string, string][] =>
    value === null ? [] : [[variable(name), value]],
  )
  return ok(new Map([...defaults, ...asked]))
}

/** A field of such lines. */
export const parameterLines = z
  .string()
  .max(16_384)
  .default('')
  .refine((text) => parseParameters(text) !== null, {
    message: 'Lines of NAME:type=value; types: text, int, bool, hostname, email, name',
  })
