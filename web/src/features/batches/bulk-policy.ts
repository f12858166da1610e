import {
  CHOICE_FIELDS,
  HOURS_FIELDS,
  LIST_FIELDS,
  NUMBER_FIELDS,
  type PolicyValues,
} from '../policy/policy-fields.ts'

/** Every delay that a service can have of its own. */
export const POLICY_FIELDS: readonly string[] = [
  ...[...LIST_FIELDS, ...NUMBER_FIELDS, ...CHOICE_FIELDS].map(({ name }) => name),
  ...HOURS_FIELDS,
]

/** What is typed: values to set, fields to inherit again, the note. */
export interface PolicyDraft {
  policy: PolicyValues
  inherit: string[]
  note: string
}

/** The input of the action: a value sets, null inherits again, what is absent is left alone. */
export function policyInput({ policy, inherit, note }: PolicyDraft): Record<string, unknown> {
  return {
    ...policy,
    ...Object.fromEntries(inherit.map((field) => [field, null])),
    ...(note.trim() ? { note: note.trim() } : {}),
  }
}

/** Whether the draft says anything to be done. */
export const saysSomething = ({ policy, inherit }: PolicyDraft): boolean =>
  Object.keys(policy).length > 0 || inherit.length > 0
