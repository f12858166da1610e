import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Db, Tx } from '../../platform/db.ts'
import { settings } from './tables.ts'

/** A part of the settings: its name, who may change it, and the schema with a default for each field. */
export interface SettingsSection<S extends z.ZodObject = z.ZodObject> {
  name: string
  schema: S
  /** Fields that are sealed when stored and never answered. */
  secretFields: readonly string[]
}

const sections = new Map<string, SettingsSection>()

/**
 * Declares a section, in the feature that owns its meaning. Every field of the schema has a
 * default, so that an installation without a stored row is complete.
 */
export function defineSettings<S extends z.ZodObject>(
  name: string,
  schema: S,
  secretFields: readonly string[] = [],
): SettingsSection<S> {
  if (sections.has(name)) throw new Error(`settings defined twice: ${name}`)
  const section = { name, schema, secretFields }
  sections.set(name, section)
  return section
}

export function allSections(): SettingsSection[] {
  return [...sections.values()]
}

/** The values in force: what is stored, completed by the defaults. Sealed fields stay sealed. */
export async function readSettings<S extends z.ZodObject>(
  db: Db | Tx,
  section: SettingsSection<S>,
): Promise<z.infer<S>> {
  const [row] = await db.select().from(settings).where(eq(settings.section, section.name))
  return section.schema.parse(row?.value ?? {})
}
