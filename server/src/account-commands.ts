import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { lineFromInput, needed, readOptions } from './command-line.ts'
import type { Config } from './config.ts'
import type { Context, Env } from './context.ts'
import { fromIso } from './domain/instant.ts'
import { createApiKey } from './features/auth/api-keys.ts'
import { hashPassword } from './features/auth/passwords.ts'
import { closeAllSessions } from './features/auth/sessions.ts'
import { staffAccounts } from './features/staff/accounts.ts'
import { createStaff, type Staff } from './features/staff/create-staff.ts'
import { PERMISSIONS } from './features/staff/permissions.ts'
import { roles, staff } from './features/staff/tables.ts'
import { SYSTEM } from './platform/actor.ts'
import { Problem } from './platform/problem.ts'
import { say } from './platform/text.ts'
import { inTransaction } from './platform/transaction.ts'
import { Stop } from './stop.ts'
import { withContext } from './with-context.ts'

const TEXT = { type: 'string' } as const
const PASSWORD = { password: TEXT, 'password-stdin': { type: 'boolean' } } as const

const ADMIN_USAGE =
  'admin create --email EMAIL --name NAME [--role ROLE] (--password-stdin | --password PASSWORD), ' +
  'or admin reset-password --email EMAIL (--password-stdin | --password PASSWORD)'
const KEY_USAGE =
  'api-key create --staff EMAIL --name NAME [--permissions a,b] [--ips a,b] [--expires ISO]'

/** `admin create`, `admin reset-password`: for whoever has the machine, not a login. */
export async function adminCommand(config: Config, [verb, ...args]: string[]): Promise<void> {
  if (verb === 'create') return createAdmin(config, args)
  if (verb === 'reset-password') return resetPassword(config, args)
  throw new Stop(`use: ${ADMIN_USAGE}`)
}

/** `api-key create`: prints the key, once, and nothing else. */
export async function apiKeyCommand(config: Config, [verb, ...args]: string[]): Promise<void> {
  if (verb !== 'create') throw new Stop(`use: ${KEY_USAGE}`)
  const values = readOptions(args, {
    staff: TEXT,
    name: TEXT,
    permissions: TEXT,
    ips: TEXT,
    expires: TEXT,
  })
  const email = needed(values, 'staff').toLowerCase()
  const name = needed(values, 'name')
  const expires = values.expires === undefined ? null : fromIso(String(values.expires))
  if (values.expires !== undefined && expires === null)
    throw new Stop('--expires is not an instant like 2030-01-31T00:00:00Z')
  const permissions = listed(values.permissions)
  const unknown = permissions?.find((permission) => !PERMISSIONS.some((p) => p === permission))
  if (unknown) throw new Stop(`there is no permission ${unknown}`)
  const token = await withContext(config, (ctx) =>
    explained(async () => {
      const member = await activeStaff(ctx, email)
      const actor = await staffAccounts.loadActor(ctx, member.id)
      const owner = { id: member.id, permissions: actor?.permissions ?? new Set<string>() }
      const allowedIps = listed(values.ips)
      const made = await inTransaction(ctx, (tx) =>
        createApiKey(tx, envOf(ctx, 'api-key create'), {
          owner,
          name,
          permissions,
          allowedIps,
          expiresAt: expires,
        }),
      )
      return made.token
    }),
  )
  process.stdout.write(`${token}\n`)
}

async function createAdmin(config: Config, args: string[]): Promise<void> {
  const values = readOptions(args, { email: TEXT, name: TEXT, role: TEXT, ...PASSWORD })
  const email = z.email().safeParse(needed(values, 'email').toLowerCase())
  if (!email.success) throw new Stop('--email is not an e-mail address')
  const name = needed(values, 'name')
  const roleName = typeof values.role === 'string' ? values.role : 'owner'
  const passwordHash = await hashPassword(await readPassword(values))
  await withContext(config, (ctx) =>
    explained(async () => {
      const [role] = await ctx.db.select().from(roles).where(eq(roles.name, roleName))
      if (!role) throw new Stop(`there is no role ${roleName}`)
      await inTransaction(ctx, (tx) =>
        createStaff(tx, envOf(ctx, 'admin create'), {
          email: email.data,
          name,
          roleId: role.id,
          language: 'en',
          passwordHash,
        }),
      )
    }),
  )
  process.stdout.write(`${email.data} may log in to the administration as ${roleName}\n`)
}

async function resetPassword(config: Config, args: string[]): Promise<void> {
  const values = readOptions(args, { email: TEXT, ...PASSWORD })
  const email = needed(values, 'email').toLowerCase()
  const hash = await hashPassword(await readPassword(values))
  await withContext(config, async (ctx) => {
    const { id } = await activeStaff(ctx, email)
    await inTransaction(ctx, async (tx) => {
      const change = { id, hash, isProof: false }
      await staffAccounts.setPassword(tx, envOf(ctx, 'admin reset-password'), change)
      await closeAllSessions(tx, { realm: 'staff', accountId: id })
    })
  })
  process.stdout.write(`${email} has a new password and is logged out everywhere\n`)
}

async function readPassword(values: Record<string, unknown>): Promise<string> {
  const password = values['password-stdin'] ? await lineFromInput() : needed(values, 'password')
  if (password.length < 8 || password.length > 200)
    throw new Stop('a password has 8 to 200 characters')
  return password
}

async function activeStaff(ctx: Context, email: string): Promise<Staff> {
  const [member] = await ctx.db
    .select()
    .from(staff)
    .where(and(eq(staff.email, email), isNull(staff.disabledAt)))
  if (!member) throw new Stop(`there is no active staff member ${email}`)
  return member
}

const envOf = (ctx: Context, command: string): Env => ({
  ctx,
  actor: SYSTEM,
  now: ctx.clock.now(),
  cause: { kind: 'system', command },
})

const listed = (value: unknown): string[] | null =>
  typeof value === 'string' ? value.split(',').map((part) => part.trim()) : null

/** A refusal as one sentence for the console. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const [first] = error.errors
    const detail = first?.detail ?? error.text
    throw new Stop(typeof detail === 'function' ? detail('en') : say(detail, 'en'))
  }
}
