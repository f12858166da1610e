import type { Template as Parsed } from 'liquidjs'
import type { Language } from '../../../platform/text.ts'
import { type TemplateName, templates } from '../templates/index.ts'
import { type Engines, lenient, strict } from './engine.ts'
import { htmlPage, LAYOUT, withLayout } from './layout.ts'
import { escapeLiterals, toHtmlTemplate, toTextTemplate } from './markup.ts'
import type { Facts } from './template.ts'

export interface RenderedMail {
  subject: string
  text: string
  html: string
}

/** A mail's own words, and those around every mail. */
export interface MailWords {
  subject: string
  body: string
  layout: string
}

/** What staff put in the place of the program's own words; null where they left them. */
export interface StaffWords {
  mail: { subject: string; body: string } | null
  layout: string | null
}

const OWN: StaffWords = { mail: null, layout: null }

export type MailFacts = Facts & { name: string; company: { name: string; email: string } }

interface ParsedMail extends MailWords {
  engines: Engines
  parsed: { subject: Parsed[]; text: Parsed[]; htmlTitle: Parsed[]; html: Parsed[] }
}

/** The last words of each template, parsed: staff change them seldom. */
const known = new Map<string, ParsedMail>()

/**
 * A mail in a language, in the program's own words unless staff have theirs. Values are escaped in
 * the HTML; in the subject they stay on one line.
 */
export function renderMail(
  name: TemplateName,
  language: Language,
  facts: MailFacts,
  staffs: StaffWords = OWN,
): RenderedMail {
  const { subject, body } = staffs.mail ?? templates[name][language]
  const words = { subject, body, layout: staffs.layout ?? LAYOUT[language] }
  const isOwn = staffs.mail === null && staffs.layout === null
  const key = `${name}.${language}.${isOwn}`
  const last = known.get(key)
  if (last && isSame(last, words)) return render(last, language, facts)
  const parsed = parseMail(words, language, isOwn ? strict : lenient)
  known.set(key, parsed)
  return render(parsed, language, facts)
}

const isSame = (a: MailWords, b: MailWords) =>
  a.body === b.body && a.subject === b.subject && a.layout === b.layout

/** Words that are not stored anywhere, strictly: an unknown name is an error. */
export function renderWords(words: MailWords, language: Language, facts: Facts): RenderedMail {
  return render(parseMail(words, language, strict), language, facts)
}

function parseMail(words: MailWords, language: Language, engines: Engines): ParsedMail {
  const { plain, escaping } = engines
  const source = withLayout(words.body, words.layout)
  return {
    ...words,
    engines,
    parsed: {
      subject: plain.parse(words.subject),
      text: plain.parse(toTextTemplate(source, language)),
      htmlTitle: escaping.parse(escapeLiterals(words.subject)),
      html: escaping.parse(toHtmlTemplate(source)),
    },
  }
}

function render({ parsed, engines }: ParsedMail, language: Language, facts: Facts): RenderedMail {
  const { plain, escaping } = engines
  const subject = onOneLine(plain.renderSync(parsed.subject, facts))
  const title = onOneLine(escaping.renderSync(parsed.htmlTitle, facts))
  const text = plain.renderSync(parsed.text, facts) as string
  const body = escaping.renderSync(parsed.html, facts) as string
  return {
    subject,
    text: `${text.replaceAll(/\n{3,}/g, '\n\n').trim()}\n`,
    html: htmlPage(title, body, language),
  }
}

const onOneLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').trim()
