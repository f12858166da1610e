import { z } from 'zod'
import { instantJson } from '../../../platform/json.ts'
import { LANGUAGES } from '../../../platform/text.ts'

const language = z.enum(LANGUAGES)

const about = {
  /** The mail's name; `layout` is what stands around every mail. */
  template: z.string(),
  /** What staff call it, in the asker's language. */
  name: z.string(),
  /** When it is sent. */
  description: z.string(),
  audience: z.enum(['customer', 'staff']),
  /** It may be switched off, in the settings `notifications`. */
  switchable: z.boolean(),
  enabled: z.boolean(),
  /** Why it cannot be switched off. */
  alwaysBecause: z.string().nullable(),
}

const change = {
  language,
  /** Staff have their own words for it. */
  changed: z.boolean(),
  updatedAt: instantJson.nullable(),
  updatedBy: z.string().nullable(),
}

export const templateRowJson = z.object({ ...about, languages: z.array(z.object(change)) })

export const variableJson = z.object({
  /** As a template names it; parts of a list as its loop calls them. */
  path: z.string(),
  kind: z.enum(['text', 'link', 'number', 'flag', 'choice', 'group', 'list', 'texts']),
  /** The list whose entries have it. */
  list: z.string().nullable(),
  means: z.string(),
  /** It may be absent. */
  optional: z.boolean(),
  values: z.array(z.object({ value: z.string(), means: z.string() })),
  /** To be put into a template. */
  snippet: z.string(),
})

const words = { subject: z.string(), body: z.string() }

export const templateJson = z.object({
  ...about,
  ...change,
  ...words,
  /** The program's own words. */
  own: z.object(words),
  /** To be sent back with a change; 0 while the program's own words are in force. */
  version: z.number().int(),
  variables: z.array(variableJson),
})

export const templateParams = z.object({ template: z.string().max(60), language })

const oneLine = /^[^\p{Cc}]*$/u

const newWords = {
  /** One line of Liquid; empty for `layout`, which has none. */
  subject: z.string().trim().max(2000).regex(oneLine),
  /** Liquid with the marks for buttons, links, lists and quotes. */
  body: z
    .string()
    .max(20_000)
    .transform((text) => text.replaceAll('\r\n', '\n').trim()),
}

export const newTemplateJson = z.strictObject({ ...newWords, version: z.int().min(0) })

/** Words to look at, and at most one thing whose facts they are to speak of. */
export const previewInput = z.strictObject({
  ...newWords,
  serviceId: z.uuid().optional(),
  customerId: z.uuid().optional(),
  documentId: z.uuid().optional(),
})
export type PreviewInput = z.output<typeof previewInput>

export const previewJson = z.object({
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /**
   * `real`: all facts are those of what was chosen. `partly`: it is in no state that this mail is
   * about, so that some are made up. `sample`: all are.
   */
  facts: z.enum(['real', 'partly', 'sample']),
})

export const testSentJson = z.object({ mailId: z.uuid(), to: z.string() })
