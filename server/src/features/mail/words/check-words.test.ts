import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LANGUAGES, say } from '../../../platform/text.ts'
import { LAYOUT } from '../render/layout.ts'
import { renderWords } from '../render/render-mail.ts'
import './texts.ts'
import { checkWords } from './check-words.ts'
import { EDITABLE, type EditableTemplate, ownWords } from './editable.ts'

describe('the program’s own words name only what the catalogue knows', () => {
  for (const template of EDITABLE) {
    test(template, () => {
      for (const language of LANGUAGES) {
        assert.deepEqual(checkWords(template, language, ownWords(template, language)), [])
      }
    })
  }
})

function faults(template: EditableTemplate, body: string, subject = 'A subject') {
  return checkWords(template, 'en', { subject, body }).map(
    ({ pointer, code, detail }) =>
      `${pointer} ${code}: ${typeof detail === 'object' ? say(detail, 'en') : ''}`,
  )
}

const NESTED = '{% for a in lines %}\n{% for b in lines %}x{% endfor %}{% endfor %}'

describe('refused with the field and the line', () => {
  const cases: [string, EditableTemplate, string, RegExp][] = [
    [
      'an unknown name',
      'receipt',
      'Hello\n\n{{ misspelt }}',
      /^\/body template_unknown_name: Line 3.*misspelt/,
    ],
    [
      'one in a branch no sample takes',
      'receipt',
      "{% if name == 'x' %}\n{{ y.z }}\n{% endif %}",
      /unknown_name: Line 2.*y\.z/,
    ],
    [
      'a part of a list that it has not',
      'receipt',
      '{% for line in lines %}\n{{ line.price }}\n{% endfor %}',
      /Line 2.*line\.price/,
    ],
    [
      'a name after its loop',
      'receipt',
      '{% for line in lines %}{{ line.label }}{% endfor %}\n{{ line.label }}',
      /Line 2.*line\.label/,
    ],
    [
      'a loop over numbers',
      'receipt',
      '{% for i in (1..1000000000) %}x{% endfor %}',
      /not_a_list: Line 1/,
    ],
    ['a loop over a text', 'receipt', '{% for i in reference %}x{% endfor %}', /not_a_list/],
    [
      'a tag left open',
      'receipt',
      'Hello\n{% if isPreparing %}',
      /template_syntax: Line 2: tag .*not closed/,
    ],
    [
      'an unknown tag',
      'receipt',
      '{% include "x" %}',
      /template_syntax: Line 1: tag "include" not found/,
    ],
    [
      'an unknown filter',
      'receipt',
      '{{ reference | shout }}',
      /template_syntax: Line 1: undefined filter: shout/,
    ],
    ['a value put in raw', 'receipt', '{{ reference | raw }}', /undefined filter: raw/],
    ['words kept from Liquid', 'receipt', '{% raw %}<b>{% endraw %}', /tag "raw" not found/],
    [
      'a script for an address',
      'receipt',
      '[[ Click | javascript:alert(1) ]]',
      /template_link: Line 1/,
    ],
    [
      'somebody’s words for an address',
      'service_delivered',
      'See << {{ service }} >>',
      /template_link: Line 1/,
    ],
    [
      'an address around a value',
      'receipt',
      '[[ x | https://evil.example/{{ reference }} ]]',
      /template_link/,
    ],
    ['a list for a word', 'receipt', 'You bought {{ lines }}', /template_not_words/],
    ['a loop inside a loop', 'receipt', NESTED, /template_nested_loop: Line 2/],
    ['a layout without the mail', 'layout', 'Hello {{ name }}', /template_no_content/],
    ['a layout with it twice', 'layout', '{{ content }}\n\n{{ content }}', /template_no_content/],
    [
      'a layout that hides it',
      'layout',
      '{% if name %}\n{{ content }}\n{% endif %}',
      /template_syntax: Line 1/,
    ],
    [
      'a wrong end of the layout',
      'layout',
      'Hi\n{{ content }}\n\n{{ nobody }}',
      /unknown_name: Line 4/,
    ],
  ]
  for (const [what, template, body, expected] of cases) {
    test(what, () => assert.match(faults(template, body).join('\n'), expected))
  }

  test('a subject that is empty in some case, and one that is wrong', () => {
    const empty = '{% if isPreparing %}Wait{% endif %}'
    assert.match(faults('receipt', 'x', empty).join(), /^\/subject template_empty_subject/)
    assert.match(faults('receipt', 'x', '{{ nobody }}').join(), /^\/subject template_unknown_name/)
  })
})

test('loops, cases, sizes and filters of one’s own are fine', () => {
  const body = `{% for line in lines %}{% if forloop.first %}**{% endif %}
- {{ line.label | upcase }}: {{ line.amount }}{% endfor %}

{% if lines.size > 1 %}Several: {{ lines.first.label }}{% endif %}

See << https://status.example.com/?a=1&b=2 >> or << {{ link }} >>.

[[ Write to us | mailto:help@example.com ]]`
  assert.deepEqual(faults('receipt', body, '{{ reference | default: "–" }}'), [])
})

test('what looks like HTML in a template is text in the mail', () => {
  const words = { subject: 'A <b>', body: 'Tom & "<i>Jerry</i>" <script>alert(1)</script>' }
  assert.deepEqual(checkWords('test', 'en', words), [])
  const facts = { name: 'x', company: { name: 'Co', email: '' } }
  const mail = renderWords({ ...words, layout: LAYOUT.en }, 'en', facts)
  assert.match(mail.text, /Tom & "<i>Jerry<\/i>" <script>/)
  assert.match(mail.html, /Tom &amp; &quot;&lt;i&gt;Jerry&lt;\/i&gt;&quot; &lt;script&gt;/)
  assert.match(mail.html, /<title>A &lt;b&gt;<\/title>/)
})
