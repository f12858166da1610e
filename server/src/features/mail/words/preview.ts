import type { Context } from '../../../context.ts'
import type { Language } from '../../../platform/text.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { LAYOUT } from '../render/layout.ts'
import { type RenderedMail, renderWords } from '../render/render-mail.ts'
import { type TemplateName, templates } from '../templates/index.ts'
import { findAbout } from './about.ts'
import type { EditableTemplate } from './editable.ts'
import { type PreviewFacts, previewFacts } from './preview-facts.ts'
import type { PreviewInput } from './schemas.ts'
import { stationery } from './staff-words.ts'
import { assertWords } from './write-words.ts'

/** What the words around every mail are shown with. */
const AROUND: TemplateName = 'service_reactivated'

/** Words as they would read, about something real if something was chosen. Writes nothing. */
export function previewWords(
  ctx: Context,
  which: { template: EditableTemplate; language: Language },
  input: PreviewInput,
): Promise<RenderedMail & { facts: PreviewFacts['from'] }> {
  const { template, language } = which
  const given = { subject: template === 'layout' ? '' : input.subject, body: input.body }
  assertWords(which, given)
  return inTransaction(ctx, async (tx) => {
    const about = await findAbout(tx, input)
    const name = template === 'layout' ? AROUND : template
    const { facts, from } = await previewFacts(tx, ctx, name, { language, about })
    const { company, staffs } = await stationery(tx, name, language)
    const words =
      template === 'layout'
        ? { ...(staffs.mail ?? templates[AROUND][language]), layout: given.body }
        : { ...given, layout: staffs.layout ?? LAYOUT[language] }
    return { ...renderWords(words, language, { ...facts, company }), facts: from }
  })
}
