import type { Language } from '../../../platform/text.ts'

/** A mail's words in each language. Subject and body are Liquid; the body has our marks too. */
export type Template = Record<Language, { subject: string; body: string }>

/** What a template may name, as plain values that are written in the mail's language already. */
export type Facts = Record<string, unknown>
