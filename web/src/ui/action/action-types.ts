import type { TablerIcon } from '@tabler/icons-react'
import type { QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ChoiceLoader, ChoiceLookup } from '../form/field-frame.ts'
import type { FormSchema } from '../form/schema-model.ts'

/** What the server offers on a subject: may it be done, and if not, why. */
export interface ActionOffer {
  /** `service.suspend`; the verb is the last part of the address. */
  id: string
  allowed: boolean
  reason?: { code: string; text: string } | null
  /** What will happen, in short sentences. */
  effects?: string[]
  /** JSON Schema of the input; absent or without properties = none. */
  form?: FormSchema
}

/** What an action is done to. */
export interface ActionSubject {
  /** The live stream's word: `service`. Queries that begin with it are refetched afterwards. */
  type: string
  name: string
  /** The subject's address; the action is `POST <href>/<verb>`. */
  href: string
}

/** How the screen shows an action; its words are texts. */
export interface ActionLook {
  icon?: TablerIcon
  isDangerous?: boolean
  /** The subject's name must be typed to confirm. */
  isTyped?: boolean
  /** Menu entries of a group stand together. */
  group?: string
}

export interface ActionContext {
  subject: ActionSubject
  /**
   * Key of the actions' texts, `services.actions`: below it stand `<verb>.label`, `<verb>.done` and
   * optionally `<verb>.title`, `<verb>.text`, `<verb>.fields.<name>`.
   */
  texts: string
  looks?: Record<string, ActionLook>
  /** What a form begins with, by verb. */
  initial?: Record<string, Record<string, unknown>>
  /** For fields whose choices the server knows. */
  loadChoices?: ChoiceLoader
  lookups?: ChoiceLookup
  /** Of money fields that begin empty. */
  currency?: string
  /** Turns what the form holds into what the API takes, where the two differ. */
  toBody?: (verb: string, values: Record<string, unknown>) => Record<string, unknown>
  /** Says more about what will happen than the dry run does; shown instead of its effects. */
  explain?: (verb: string, body: Record<string, unknown>) => ReactNode
  /** Further query keys to refetch. */
  alsoRefresh?: QueryKey[]
  onDone?: (verb: string, answer: unknown) => void
}

/** The verb of an action's id: `suspend` of `service.suspend`. */
export function verbOf(id: string): string {
  return id.slice(id.indexOf('.') + 1)
}

/** The verb as it stands in URLs: `undo-cancellation`. */
export function urlVerb(verb: string): string {
  return verb.replaceAll('_', '-')
}

/**
 * The form without the field that repeats the subject's name: it is typed below the form, once.
 * Says whether there was one.
 */
export function withoutConfirm(schema: FormSchema): { schema: FormSchema; isConfirmed: boolean } {
  const { confirm, ...properties } = schema.properties ?? {}
  if (confirm?.type !== 'string') return { schema, isConfirmed: false }
  const required = schema.required?.filter((name) => name !== 'confirm')
  return { schema: { ...schema, properties, required }, isConfirmed: true }
}
