import type { PolicyValues } from './policy-fields.ts'

/** What makes one policy of the other: the new values, and null for what is inherited again. */
export function policyChanges(before: PolicyValues, after: PolicyValues): Record<string, unknown> {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)])
  const changed = [...fields].filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  return Object.fromEntries(changed.map((field) => [field, after[field] ?? null]))
}
