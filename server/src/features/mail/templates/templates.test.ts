import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LANGUAGES } from '../../../platform/text.ts'
import { catalogue } from '../catalogue/index.ts'
import { everySample, sampleFacts, type Variable, type Variables } from '../catalogue/variable.ts'
import { renderMail } from '../render/render-mail.ts'
import { type TemplateName, templates } from './index.ts'

const company = { name: 'Hébergeur & Fils', email: 'bonjour@hebergeur.example' }
const HOSTILE = '<script>alert(1)</script> [[ x | http://evil.example ]] << http://evil.example >>'

/** The variables with a hostile sample wherever people's words stand. */
function hostile(variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, hostileOne(variable)]),
  )
}

function hostileOne(variable: Variable): Variable {
  if ('of' in variable) return { ...variable, of: hostile(variable.of) }
  const isWords = variable.kind === 'text' || variable.kind === 'texts'
  return isWords ? { ...variable, sample: { en: HOSTILE, fr: HOSTILE } } : variable
}

/** Tags that the markup makes; anything else would be somebody's words. */
const KNOWN_TAG = /^\/?(!doctype|html|head|meta|title|style|body|main|p|ul|li|blockquote|br|a)\b/i

describe('every template', () => {
  for (const name of Object.keys(templates) as TemplateName[]) {
    for (const language of LANGUAGES) {
      test(`${name} renders in ${language}, complete and escaped`, () => {
        for (const sample of everySample(hostile(catalogue[name].variables), language)) {
          const facts = { ...sample, name: HOSTILE, company }
          const mail = renderMail(name, language, facts)
          assert.ok(mail.subject.length > 5, 'a subject')
          assert.doesNotMatch(mail.subject, /[\r\n]/)
          for (const words of [mail.subject, mail.text, mail.html]) {
            assert.doesNotMatch(words, /\{\{|\{%|undefined|\[object|null/, name)
          }
          assert.match(mail.text, language === 'fr' ? /^Bonjour / : /^Hello /)
          assert.doesNotMatch(mail.text, /\n{3}/)
          assert.match(mail.html, new RegExp(`<html lang="${language}">`))
          for (const [, tag = ''] of mail.html.matchAll(/<([^>]*)>/g)) {
            assert.match(tag, KNOWN_TAG)
          }
          assert.doesNotMatch(mail.html, /href="(?!https:\/\/berth\.example)/)
          assertBalanced(mail.html)
        }
      })
    }
  }
})

/** Every element that is opened is closed, in order. */
function assertBalanced(html: string): void {
  const open: string[] = []
  for (const [, close, tag] of html.matchAll(/<(\/?)([a-z]+)[^>]*>/g)) {
    if (tag === 'br' || tag === 'meta') continue
    if (close) assert.equal(open.pop(), tag, html)
    else open.push(tag ?? '')
  }
  assert.deepEqual(open, [])
}

test('the two languages say different things', () => {
  for (const [name, { en, fr }] of Object.entries(templates)) {
    assert.notEqual(en.subject, fr.subject, name)
    assert.notEqual(en.body, fr.body, name)
  }
})

test('a name with a line break stays on the subject’s one line', () => {
  const service = sampleFacts(catalogue.service_reactivated.variables, 'en')
  const facts = { ...service, service: 'a\r\nBcc: x@evil.example', name: 'x', company }
  const { subject } = renderMail('service_reactivated', 'en', facts)
  assert.equal(subject, 'a Bcc: x@evil.example is running again')
})
