import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Db, Tx } from '../../../platform/db.ts'
import { toInstantJson } from '../../../platform/json.ts'
import { LANGUAGES, type Language, say } from '../../../platform/text.ts'
import { readSettings } from '../../settings/sections.ts'
import type { Variables } from '../catalogue/variable.ts'
import { notificationSettings } from '../notification-settings.ts'
import { mailTemplates } from '../tables.ts'
import { EDITABLE, type EditableTemplate, entryOf, nameable, ownWords } from './editable.ts'
import type { templateJson, templateRowJson, variableJson } from './schemas.ts'

type StoredRow = typeof mailTemplates.$inferSelect

/** Every mail with what staff read of it, in the reader's language. */
export async function listTemplates(db: Db | Tx, reader: Language) {
  const stored = await db.select().from(mailTemplates)
  const switches: Record<string, boolean> = await readSettings(db, notificationSettings)
  return EDITABLE.map((template) => ({
    ...aboutTemplate(template, reader, switches),
    languages: LANGUAGES.map((language) =>
      changeOf(
        stored.find((row) => row.template === template && row.language === language),
        language,
      ),
    ),
  }))
}

function aboutTemplate(
  template: EditableTemplate,
  reader: Language,
  switches: Record<string, boolean>,
): Omit<z.infer<typeof templateRowJson>, 'languages'> {
  const { name, description, audience, duty } = entryOf(template)
  return {
    template,
    name: name[reader],
    description: description[reader],
    audience,
    switchable: duty === undefined,
    enabled: duty !== undefined || switches[template] !== false,
    alwaysBecause:
      duty === undefined || template === 'layout' ? null : say(`mail.duty.${duty}`, reader),
  }
}

function changeOf(row: StoredRow | undefined, language: Language) {
  return {
    language,
    changed: row !== undefined,
    updatedAt: row ? toInstantJson(row.updatedAt) : null,
    updatedBy: row?.updatedBy ?? null,
  }
}

/** One mail in one language: the words in force, the program's own, and what they may name. */
export async function describeTemplate(
  db: Db | Tx,
  { template, language }: { template: EditableTemplate; language: Language },
  reader: Language,
): Promise<z.infer<typeof templateJson>> {
  const [row] = await db
    .select()
    .from(mailTemplates)
    .where(and(eq(mailTemplates.template, template), eq(mailTemplates.language, language)))
  const switches: Record<string, boolean> = await readSettings(db, notificationSettings)
  const own = ownWords(template, language)
  const { subject, body } = row ?? own
  return {
    ...aboutTemplate(template, reader, switches),
    ...changeOf(row, language),
    subject,
    body,
    own,
    version: row?.version ?? 0,
    variables: flattened(nameable(template), reader),
  }
}

/** Lists name their parts as `entry.…`, which is what the loop in their snippet calls them. */
function flattened(
  variables: Variables,
  reader: Language,
  inside: { path: string; list: string | null } = { path: '', list: null },
): z.infer<typeof variableJson>[] {
  return Object.entries(variables).flatMap(([name, variable]) => {
    const path = `${inside.path}${name}`
    const { kind, means } = variable
    const row = {
      path,
      kind,
      list: inside.list,
      means: means[reader],
      optional: 'optional' in variable && variable.optional === true,
      values:
        kind === 'choice'
          ? Object.entries(variable.values).map(([value, said]) => ({ value, means: said[reader] }))
          : [],
      snippet: snippetOf(path, kind),
    }
    if (!('of' in variable)) return [row]
    const within =
      kind === 'list' ? { path: 'entry.', list: path } : { path: `${path}.`, list: inside.list }
    return [row, ...flattened(variable.of, reader, within)]
  })
}

function snippetOf(path: string, kind: string): string {
  switch (kind) {
    case 'link':
      return `[[ … | {{ ${path} }} ]]`
    case 'flag':
    case 'group':
      return `{% if ${path} %}\n…\n{% endif %}`
    case 'list':
      return `{% for entry in ${path} %}\n- …\n{% endfor %}`
    case 'texts':
      return `{% for entry in ${path} %}\n- {{ entry }}\n{% endfor %}`
    default:
      return `{{ ${path} }}`
  }
}
