import { eq } from 'drizzle-orm'
import type { Context } from '../../src/context.ts'
import { DAY } from '../../src/domain/instant.ts'
import { invoicingSettings } from '../../src/features/documents/invoicing-settings.ts'
import { type NewDocument, openDocument } from '../../src/features/documents/open-documents.ts'
import type { Document } from '../../src/features/documents/settlement.ts'
import { documents } from '../../src/features/documents/tables.ts'
import type { SettingsSection } from '../../src/features/settings/sections.ts'
import { settings } from '../../src/features/settings/tables.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { makeCustomer, systemEnv } from './customer.ts'

/** A line of 10.00 without tax in free words, unless told otherwise. */
export const customLine = (options: Partial<NewDocument['lines'][number]> = {}) => ({
  kind: 'custom' as const,
  label: 'Setting up',
  quantity: 1,
  unitPrice: 1000n,
  ...options,
})

/** An open document of a fresh customer: one line of 10.00 EUR, due in a week. */
export async function makeDocument(
  ctx: Context,
  options: Partial<NewDocument> = {},
): Promise<Document> {
  const customerId = options.customerId ?? (await makeCustomer({ ctx })).customer.id
  const { documentId } = await inTransaction(ctx, (tx) =>
    openDocument(tx, systemEnv(ctx), {
      currency: 'EUR',
      dueAt: ctx.clock.now() + 7 * DAY,
      lines: [customLine()],
      ...options,
      customerId,
    }),
  )
  return readDocument(ctx, documentId)
}

/** The document as it stands. */
export async function readDocument(ctx: Context, id: string): Promise<Document> {
  const [row] = await ctx.db.select().from(documents).where(eq(documents.id, id))
  if (!row) throw new Error(`no document ${id}`)
  return row
}

/** Sets fields of the section `invoicing`; the others keep their defaults. */
export async function setInvoicing(
  ctx: Context,
  values: Partial<Record<keyof typeof invoicingSettings.schema.shape, unknown>>,
): Promise<void> {
  await setSection(ctx, invoicingSettings, values)
}

/** Replaces what is stored of a section. */
export async function setSection(
  ctx: Context,
  section: SettingsSection,
  values: Record<string, unknown>,
): Promise<void> {
  section.schema.parse(values)
  await ctx.db
    .insert(settings)
    .values({ section: section.name, value: values, updatedAt: ctx.clock.now() })
    .onConflictDoUpdate({ target: settings.section, set: { value: values } })
}
