import { formSchema } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Http } from '../../platform/feature.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import {
  allSections,
  findSection,
  type SettingsSection,
  valuesInForce,
  withoutSecrets,
} from './sections.ts'
import { settings } from './tables.ts'
import { writeSettings } from './write-settings.ts'

const params = z.object({ section: z.string().min(1).max(60) })

const sectionJson = z.object({
  section: z.string(),
  /** To be sent back with a change; 0 while nothing was ever stored. */
  version: z.number().int(),
  values: z.record(z.string(), z.unknown()),
  /** Which secret fields are set; their values are never answered. */
  secrets: z.record(z.string(), z.object({ set: z.boolean() })),
  /** JSON Schema of the values, with labels in both languages, for the form. */
  form: z.record(z.string(), z.unknown()),
})

const tags = ['settings']

export function settingsRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/settings',
    {
      config: { access: { kind: 'staff', permission: 'settings:read' } },
      schema: {
        summary: 'The sections of the settings',
        tags,
        response: { 200: z.object({ items: z.array(z.object({ section: z.string() })) }) },
      },
    },
    async () => ({ items: allSections().map(({ name }) => ({ section: name })) }),
  )

  http.get(
    '/api/v1/admin/settings/:section',
    {
      config: { access: { kind: 'staff', permission: 'settings:read' } },
      schema: {
        summary: 'A section of the settings with its form',
        tags,
        params,
        response: { 200: sectionJson },
      },
    },
    (request) => describeSection(ctx.db, sectionNamed(request.params.section)),
  )

  http.put(
    '/api/v1/admin/settings/:section',
    {
      config: { access: { kind: 'staff', permission: 'settings:update' } },
      schema: {
        summary: 'Replace a section’s values; a secret field left out keeps its value',
        tags,
        params,
        body: z.strictObject({
          version: z.int().min(0),
          values: z.record(z.string(), z.unknown()),
        }),
        response: { 200: sectionJson },
      },
    },
    (request) => {
      const section = sectionNamed(request.params.section)
      const env = requestEnv(ctx, request)
      return inTransaction(ctx, async (tx) => {
        await writeSettings(tx, env, section, request.body)
        return describeSection(tx, section)
      })
    },
  )
}

function sectionNamed(name: string): SettingsSection {
  const section = findSection(name)
  if (!section) throw notFound()
  return section
}

async function describeSection(
  db: Db | Tx,
  section: SettingsSection,
): Promise<z.infer<typeof sectionJson>> {
  const [row] = await db.select().from(settings).where(eq(settings.section, section.name))
  const values = valuesInForce(section, row?.value ?? {})
  const isSet = (name: string) => ({ set: Boolean(row?.value[name]) })
  return {
    section: section.name,
    version: row?.version ?? 0,
    values: withoutSecrets(section, values),
    secrets: Object.fromEntries(section.secretFields.map((name) => [name, isSet(name)])),
    form: { ...formSchema(section.schema) },
  }
}
