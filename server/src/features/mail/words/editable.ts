import type { Language } from '../../../platform/text.ts'
import { type CatalogueEntry, words } from '../catalogue/entry.ts'
import { catalogue, variablesOf } from '../catalogue/index.ts'
import { EVERYWHERE } from '../catalogue/parts.ts'
import type { Variables } from '../catalogue/variable.ts'
import { LAYOUT } from '../render/layout.ts'
import { type TemplateName, templates } from '../templates/index.ts'

/** What staff may put into words of their own: every mail, and what stands around each. */
export type EditableTemplate = TemplateName | 'layout'

export const EDITABLE: readonly EditableTemplate[] = [
  'layout',
  ...(Object.keys(catalogue) as TemplateName[]),
]

export const isEditable = (name: string): name is EditableTemplate =>
  EDITABLE.includes(name as EditableTemplate)

const LAYOUT_ENTRY: CatalogueEntry = {
  name: words('Greeting and signature', 'Salutation et signature'),
  description: words(
    'Stands around every mail; the mail itself takes the place of {{ content }}.',
    'Entoure chaque e-mail ; l’e-mail lui-même prend la place de {{ content }}.',
  ),
  audience: 'customer',
  duty: 'contract',
  variables: {},
}

export const entryOf = (name: EditableTemplate): CatalogueEntry =>
  name === 'layout' ? LAYOUT_ENTRY : catalogue[name]

/** What a template may name. */
export const nameable = (name: EditableTemplate): Variables =>
  name === 'layout' ? EVERYWHERE : variablesOf(name)

/** The program's own words, as they are shown to be changed: the subject on one line. */
export function ownWords(name: EditableTemplate, language: Language) {
  if (name === 'layout') return { subject: '', body: LAYOUT[language] }
  const { subject, body } = templates[name][language]
  return { subject: subject.replaceAll('\n', ''), body: body.trim().replaceAll(/\n{3,}/g, '\n\n') }
}
