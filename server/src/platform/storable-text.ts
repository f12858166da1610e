import type { FastifyRequest } from 'fastify'
import { escapePointer } from './form-input.ts'
import { type FieldError, Problem } from './problem.ts'
import { defineTexts } from './text.ts'

defineTexts({
  'problem.text_not_storable': {
    en: 'This text contains characters that cannot be stored.',
    fr: 'Ce texte contient des caractères qui ne peuvent pas être enregistrés.',
  },
})

/** PostgreSQL stores neither NUL nor halves of surrogate pairs. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0')

/**
 * Refuses requests with a text that no column can hold: 404 where it stands in the path, else 422
 * naming the fields. Bodies that are not JSON are left to their route.
 */
export function assertStorable({ params, query, body }: FastifyRequest): void {
  if (fieldsOf(params, '').length > 0) throw new Problem('not_found')
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array)
  const errors = [...fieldsOf(query, '/query'), ...(isJson ? fieldsOf(body, '') : [])]
  if (errors.length > 0) throw new Problem('invalid', { errors })
}

/** Deeper than any request of ours, and far from the end of the stack. */
const DEEPEST = 50

function fieldsOf(value: unknown, pointer: string, depth = 0): FieldError[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [refusal(pointer)]
  if (typeof value !== 'object' || value === null) return []
  if (depth > DEEPEST) throw new Problem('bad_request')
  return Object.entries(value).flatMap(([name, part]) =>
    isStorable(name)
      ? fieldsOf(part, `${pointer}/${escapePointer(name)}`, depth + 1)
      : [refusal(pointer)],
  )
}

function refusal(pointer: string): FieldError {
  const code = 'text_not_storable'
  return { pointer, code, detail: { key: `problem.${code}` } }
}
