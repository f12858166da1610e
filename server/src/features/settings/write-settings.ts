import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { type FieldError, Problem } from '../../platform/problem.ts'
import { forget } from '../../platform/transaction-memory.ts'
import { zodText } from '../../platform/zod-text.ts'
import { record } from '../history/record.ts'
import { type SettingsSection, settingsContext, valuesInForce, withoutSecrets } from './sections.ts'
import { settings } from './tables.ts'
import './texts.ts'

type Values = Record<string, unknown>

/** 409 `stale_form` when a section is stored with another version than the one a form shows. */
export async function assertFresh(
  db: Db | Tx,
  section: SettingsSection,
  version: number,
): Promise<void> {
  const [row] = await db
    .select({ version: settings.version })
    .from(settings)
    .where(eq(settings.section, section.name))
  if ((row?.version ?? 0) !== version) throw new Problem('stale_form')
}

/**
 * Replaces a section's values. A secret field that is left out keeps its value, an empty one
 * forgets it. 409 `stale_form` when `version` is not the stored one; 422 names the fields.
 */
export async function writeSettings(
  tx: Tx,
  env: Env,
  section: SettingsSection,
  wanted: { version: number; values: Values },
): Promise<void> {
  const [row] = await tx
    .select()
    .from(settings)
    .where(eq(settings.section, section.name))
    .for('update')
  if ((row?.version ?? 0) !== wanted.version) throw new Problem('stale_form')
  const stored = row?.value ?? {}
  const { values, changedSecrets } = sealed(env, section, wanted.values, stored)
  const isStored = row
    ? await replace(tx, env, section.name, { version: row.version, values })
    : await insert(tx, env, section.name, values)
  if (!isStored) throw new Problem('stale_form')
  forget(tx, settingsContext(section.name))
  const before = withoutSecrets(section, valuesInForce(section, stored))
  const after = withoutSecrets(section, values)
  const changed = (name: string) => JSON.stringify(before[name]) !== JSON.stringify(after[name])
  const only = (all: Values) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => changed(name)))
  await record(tx, env, [
    {
      subject: 'settings',
      subjectId: section.name,
      kind: 'settings.updated',
      before: only(before),
      after: { ...only(after), ...(changedSecrets.length > 0 ? { changedSecrets } : {}) },
    },
  ])
  emit(tx, 'settings.changed', [{ section: section.name }])
}

/** The values as they are stored: checked, with secrets sealed. */
function sealed(env: Env, section: SettingsSection, wanted: Values, stored: Values) {
  const values: Values = parseValues(section, wanted)
  const changedSecrets: string[] = []
  for (const name of section.secretFields) {
    if (wanted[name] === undefined) values[name] = stored[name] ?? ''
    else {
      changedSecrets.push(name)
      const plain = String(values[name] ?? '')
      values[name] = plain === '' ? '' : env.ctx.secrets.seal(plain, settingsContext(section.name))
    }
  }
  return { values, changedSecrets }
}

/** The values as they would be stored; 422 names the fields that cannot be so. */
export function parseValues(section: SettingsSection, wanted: Values): Values {
  const parsed = section.schema.strict().safeParse(wanted)
  if (parsed.success) return parsed.data
  throw new Problem('invalid', { errors: parsed.error.issues.flatMap(fieldErrors) })
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = ['', 'values', ...issue.path.map(String)].join('/')
  const detail = zodText(issue, issue.message)
  const names = issue.code === 'unrecognized_keys' ? issue.keys : null
  const pointers = names ? names.map((name) => `${path}/${name}`) : [path]
  return pointers.map((pointer) => ({ pointer, code: issue.code, detail }))
}

async function insert(tx: Tx, env: Env, section: string, value: Values): Promise<boolean> {
  const rows = await tx
    .insert(settings)
    .values({ section, value, version: 1, updatedAt: env.now })
    .onConflictDoNothing()
    .returning({ section: settings.section })
  return rows.length > 0
}

async function replace(
  tx: Tx,
  env: Env,
  section: string,
  { version, values }: { version: number; values: Values },
): Promise<boolean> {
  const rows = await tx
    .update(settings)
    .set({ value: values, version: version + 1, updatedAt: env.now })
    .where(and(eq(settings.section, section), eq(settings.version, version)))
    .returning({ section: settings.section })
  return rows.length > 0
}
