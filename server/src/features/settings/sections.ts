import { eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Db, Tx } from '../../platform/db.ts'
import { kept } from '../../platform/kept-query.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { remembered } from '../../platform/transaction-memory.ts'
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

export function findSection(name: string): SettingsSection | undefined {
  return sections.get(name)
}

/** Read in nearly every transaction. */
const ofSection = preparedIn((db) =>
  db
    .select()
    .from(settings)
    .where(eq(settings.section, sql.placeholder('section')))
    .prepare('settings_of_section'),
)

/**
 * The values in force: what is stored, completed by the defaults. A secret field holds its sealed
 * text, which `openSetting` opens; empty when it was never set. A transaction reads a section once,
 * and again after it wrote it.
 */
export async function readSettings<S extends z.ZodObject>(
  db: Db | Tx,
  section: SettingsSection<S>,
): Promise<Readonly<z.infer<S>>> {
  return remembered(db, settingsContext(section.name), async () => {
    const [row] = await ofSection(db).execute({ section: section.name })
    return valuesInForce(section, row?.value ?? {})
  })
}

/** Two sections in one statement, as `readSettings` would answer them. */
export async function readBothSettings<A extends z.ZodObject, B extends z.ZodObject>(
  db: Db | Tx,
  first: SettingsSection<A>,
  second: SettingsSection<B>,
): Promise<[Readonly<z.infer<A>>, Readonly<z.infer<B>>]> {
  const names = [first.name, second.name]
  let asked: Promise<Map<string, Record<string, unknown>>> | undefined
  const stored = async (name: string) => {
    asked ??= kept(db.select().from(settings).where(inArray(settings.section, names))).then(
      (rows) => new Map(rows.map(({ section, value }) => [section, value])),
    )
    return (await asked).get(name) ?? {}
  }
  const one = <S extends z.ZodObject>(section: SettingsSection<S>) =>
    remembered(db, settingsContext(section.name), async () =>
      valuesInForce(section, await stored(section.name)),
    )
  return Promise.all([one(first), one(second)])
}

/** Stored values with defaults. Sealed texts are kept as they are: the schema is for plain ones. */
export function valuesInForce<S extends z.ZodObject>(
  section: SettingsSection<S>,
  stored: Record<string, unknown>,
): z.infer<S> {
  const plain = withoutSecrets(section, stored)
  const sealed = Object.fromEntries(
    section.secretFields.filter((name) => stored[name]).map((name) => [name, stored[name]]),
  )
  return { ...section.schema.parse(plain), ...sealed }
}

/** The values that may be shown and written into the history. */
export function withoutSecrets(
  section: SettingsSection,
  values: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !section.secretFields.includes(name)),
  )
}

/** What sealed settings are bound to, so that they cannot be moved to another section. */
export const settingsContext = (section: string) => `settings:${section}`

/** The plain text of a secret field as `readSettings` answered it; empty when it is not set. */
export function openSetting(secrets: Secrets, section: SettingsSection, sealed: string): string {
  return sealed === '' ? '' : secrets.open(sealed, settingsContext(section.name))
}
