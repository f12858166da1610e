import { type Template as Parsed, ParseError } from 'liquidjs'
import type { FieldError } from '../../../platform/problem.ts'
import type { Language, TextParams } from '../../../platform/text.ts'
import { EVERYWHERE } from '../catalogue/parts.ts'
import { everySample, type Variables } from '../catalogue/variable.ts'
import { strict } from '../render/engine.ts'
import { aroundContent, LAYOUT } from '../render/layout.ts'
import { renderWords } from '../render/render-mail.ts'
import { checkLinks } from './check-links.ts'
import { checkNames, type Fault, listNames } from './check-names.ts'
import { type EditableTemplate, nameable } from './editable.ts'

export interface NewWords {
  subject: string
  body: string
}

/**
 * What is wrong with a template that staff wrote, field by field, with its line; empty when it can be
 * stored. It must parse, name only what its mail knows, lead only to addresses of ours or to ones
 * that stand there in full, and come out well in every case that the mail can be about.
 */
export function checkWords(
  template: EditableTemplate,
  language: Language,
  words: NewWords,
): FieldError[] {
  const known = nameable(template)
  const errors = template === 'layout' ? [] : checkSubject(words.subject, known)
  errors.push(...checkBody(template, words.body, known))
  return errors.length > 0 ? errors : checkCases(template, language, words)
}

function checkSubject(subject: string, known: Variables): FieldError[] {
  if (subject.trim() === '') return [fault('/subject', 'template_no_subject')]
  return checkSource('/subject', subject, known)
}

function checkBody(template: EditableTemplate, body: string, known: Variables): FieldError[] {
  if (template !== 'layout') {
    if (body.trim() === '') return [fault('/body', 'template_no_body')]
    return checkSource('/body', body, known)
  }
  const around = aroundContent(body)
  if (!around) return [fault('/body', 'template_no_content')]
  const lineOf = body.split('\n').findIndex((line) => /\{\{-?\s*content\b/.test(line)) + 1
  return [
    ...checkSource(
      '/body',
      body
        .split('\n')
        .slice(0, lineOf - 1)
        .join('\n'),
      known,
    ),
    ...checkSource('/body', body.split('\n').slice(lineOf).join('\n'), known, lineOf),
  ]
}

function checkSource(
  pointer: string,
  source: string,
  known: Variables,
  linesBefore = 0,
): FieldError[] {
  let parsed: Parsed[]
  try {
    parsed = strict.plain.parse(source)
  } catch (error) {
    return [syntaxFault(pointer, error, linesBefore)]
  }
  const faults: Fault[] = [
    ...checkNames(parsed, known),
    ...checkLinks(source, { ...known, ...listNames(parsed, known) }),
  ]
  return faults.map(({ code, line, params }) =>
    fault(pointer, code, { line: line + linesBefore, ...params }),
  )
}

/** The words of the parser, which speaks English, without its own mention of the place. */
function syntaxFault(pointer: string, error: unknown, linesBefore: number): FieldError {
  const message = error instanceof Error ? error.message : String(error)
  const line = Number(/, line:(\d+)/.exec(message)?.[1] ?? 1) + linesBefore
  if (!(error instanceof ParseError) && !/line:/.test(message)) throw error
  const said = message.split('\n')[0]?.replace(/, line:\d+.*$/, '') ?? ''
  return fault(pointer, 'template_syntax', { line, message: said })
}

/** What a list or a group becomes where words are wanted. */
const NO_WORDS = '[object Object]'

/** The words in every case that the mail can be about. */
function checkCases(
  template: EditableTemplate,
  language: Language,
  { subject, body }: NewWords,
): FieldError[] {
  const isLayout = template === 'layout'
  const words = isLayout
    ? { subject: 'x', body: 'x', layout: body }
    : { subject, body, layout: LAYOUT[language] }
  for (const facts of everySample({ ...EVERYWHERE, ...nameable(template) }, language)) {
    try {
      const mail = renderWords(words, language, facts)
      if (mail.subject === '') return [fault('/subject', 'template_empty_subject')]
      if (mail.subject.includes(NO_WORDS)) return [fault('/subject', 'template_not_words')]
      if (mail.text.includes(NO_WORDS)) return [fault('/body', 'template_not_words')]
    } catch (error) {
      return [caseFault(error)]
    }
  }
  return []
}

function caseFault(error: unknown): FieldError {
  const message = error instanceof Error ? error.message : String(error)
  const said = message.split('\n')[0]?.replace(/, line:\d+.*$/, '') ?? ''
  return fault('/body', 'template_case', { message: said })
}

function fault(pointer: string, code: string, params?: TextParams): FieldError {
  return { pointer, code, detail: { key: `problem.${code}`, params } }
}
