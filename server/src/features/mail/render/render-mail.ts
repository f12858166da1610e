import { Liquid, type Template as Parsed } from 'liquidjs'
import type { Language } from '../../../platform/text.ts'
import { type TemplateName, templates } from '../templates/index.ts'
import { htmlPage, withLayout } from './layout.ts'
import { toHtmlTemplate, toTextTemplate } from './markup.ts'
import type { Facts } from './template.ts'

/** A name that a template misspells is a bug, found by the first test that renders it. */
const strict = { strictVariables: true, strictFilters: true, ownPropertyOnly: true }
const plain = new Liquid({ ...strict, trimTagLeft: false })
const escaping = new Liquid({ ...strict, outputEscape: 'escape' })

export interface RenderedMail {
  subject: string
  text: string
  html: string
}

interface ParsedMail {
  subject: Parsed[]
  text: Parsed[]
  htmlTitle: Parsed[]
  html: Parsed[]
}

const parsed = new Map<string, ParsedMail>()

/** A mail in a language. Values are escaped in the HTML; in the subject they stay on one line. */
export function renderMail(
  name: TemplateName,
  language: Language,
  facts: Facts & { name: string; company: { name: string; email: string } },
): RenderedMail {
  const mail = parsedMail(name, language)
  const subject = onOneLine(plain.renderSync(mail.subject, facts))
  const title = onOneLine(escaping.renderSync(mail.htmlTitle, facts))
  const text = plain.renderSync(mail.text, facts) as string
  const body = escaping.renderSync(mail.html, facts) as string
  return {
    subject,
    text: `${text.replaceAll(/\n{3,}/g, '\n\n').trim()}\n`,
    html: htmlPage(title, body, language),
  }
}

function parsedMail(name: TemplateName, language: Language): ParsedMail {
  const key = `${name}.${language}`
  const known = parsed.get(key)
  if (known) return known
  const template = templates[name]
  const source = withLayout(template, language)
  const mail = {
    subject: plain.parse(template[language].subject),
    text: plain.parse(toTextTemplate(source, language)),
    htmlTitle: escaping.parse(template[language].subject),
    html: escaping.parse(toHtmlTemplate(source)),
  }
  parsed.set(key, mail)
  return mail
}

const onOneLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').trim()
