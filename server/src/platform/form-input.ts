import type { z } from 'zod'
import type { FieldError } from './problem.ts'
import { zodText } from './zod-text.ts'

/** What was typed into a form of a module: parsed, or what is wrong with which field. */
export type FormInput =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; errors: FieldError[] }

/** Reads a module's form. Errors point into the request: `pointer` followed by the field's path. */
export function readForm(form: z.ZodObject, input: unknown, pointer: string): FormInput {
  const parsed = form.safeParse(input)
  if (parsed.success) return { ok: true, value: parsed.data }
  return { ok: false, errors: errorsOfIssues(parsed.error.issues, pointer) }
}

/** What zod found wrong, as errors of the request's fields below `pointer`. */
export function errorsOfIssues(issues: readonly z.core.$ZodIssue[], pointer: string): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, pointer))
}

function errorsOf(issue: z.core.$ZodIssue, pointer: string): FieldError[] {
  const paths =
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...issue.path, key])
      : [[...issue.path]]
  return paths.map((path) => ({
    pointer: [pointer, ...path.map(escapePointer)].join('/'),
    code: issue.code,
    detail: zodText(issue, issue.message),
  }))
}

/** A name as one step of a JSON pointer (RFC 6901). */
export function escapePointer(name: PropertyKey): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1')
}
