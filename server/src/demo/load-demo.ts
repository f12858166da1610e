import type {
  ProviderState,
  SandboxProvider,
  SandboxResource,
} from '@berth/module-sandbox/provider'
import { sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { hashPassword } from '../features/auth/passwords.ts'
import { offeredReasons } from '../features/cancellation/reasons.ts'
import { refreshCustomerSearch } from '../features/customers/search-text.ts'
import { customers } from '../features/customers/tables.ts'
import { refreshSearch } from '../features/services/search-text.ts'
import { settings } from '../features/settings/tables.ts'
import { roles } from '../features/staff/tables.ts'
import type { Db, Tx } from '../platform/db.ts'
import { publicLink } from '../platform/public-link.ts'
import { inTransaction } from '../platform/transaction.ts'
import { seedInstallation } from '../seed-installation.ts'
import { DEMO_PASSWORD } from './company.ts'
import { type DemoCompany, makeCompany } from './make-company.ts'
import { writeBooks } from './write-books.ts'

/** The same company each time; only its dates follow the clock. */
const SEED = 20_240_611

/** True when there is no customer yet: sample data never mixes with anything else. */
export async function isWithoutCustomers(db: Db | Tx): Promise<boolean> {
  const rows = await db.select({ id: customers.id }).from(customers).limit(1)
  return rows.length === 0
}

export interface Loaded {
  customers: number
  services: number
}

/**
 * Fills an installation that has no customers with an imaginary hosting company, in one
 * transaction, and puts its machines into the sandbox provider. The rows are written past the
 * features' own functions: they are two years of their results, and nothing of it happens again
 * (no mail, no job). Null when there are customers already.
 */
export async function loadDemo(ctx: Context, provider: SandboxProvider): Promise<Loaded | null> {
  await seedInstallation(ctx)
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  return inTransaction(ctx, async (tx) => {
    await tx.execute(sql`lock table customers in exclusive mode`)
    if (!(await isWithoutCustomers(tx))) return null
    const company = makeCompany(SEED, await givenBy(tx, ctx, { provider, passwordHash }))
    await makeRoom(tx, company)
    await writeBooks(tx, company.books)
    const { books } = company
    for (const { id } of books.customers) await refreshCustomerSearch(tx, id)
    await refreshSearch(
      tx,
      books.services.map(({ id }) => id ?? ''),
    )
    place(provider, company)
    return { customers: books.customers.length, services: books.services.length }
  })
}

async function givenBy(
  tx: Tx,
  ctx: Context,
  { provider, passwordHash }: { provider: SandboxProvider; passwordHash: string },
) {
  const roleRows = await tx.select().from(roles)
  const reasons = await offeredReasons(tx)
  return {
    now: ctx.clock.now(),
    roleIds: new Map(roleRows.map(({ name, id }) => [name, id])),
    reasonIds: reasons.map(({ id }) => id),
    passwordHash,
    provider,
    nextResource: () => provider.state.nextSerial(),
    seal: (value: string, context: string) => ctx.secrets.seal(value, context),
    link: (path: string) => publicLink(ctx.config, path),
  }
}

/** The company's settings take the place of what was there; staff who were there stay. */
async function makeRoom(tx: Tx, { books }: DemoCompany): Promise<void> {
  for (const { section } of books.settings)
    await tx.delete(settings).where(sql`section = ${section}`)
  const known = await tx.execute<{ email: string }>(sql`select email from staff`)
  const taken = new Set(known.rows.map(({ email }) => email))
  books.staff = books.staff.filter(({ email }) => !taken.has(email))
}

/**
 * Puts each machine into the space of its server. What stood there under the same keys goes: a load
 * that failed may have left it.
 */
function place(provider: SandboxProvider, { machines, books }: DemoCompany): void {
  const serverNames = new Map(books.servers.map(({ id, name }) => [id, name]))
  const spaceOf = new Map(
    books.services.map(({ id, serverId }) => [id, serverNames.get(serverId ?? '') ?? '']),
  )
  const bySpace = Map.groupBy(machines, ({ key }) => spaceOf.get(key ?? '') ?? '')
  for (const [space, own] of bySpace) fill(provider.space(space), own)
}

function fill(state: ProviderState, machines: readonly SandboxResource[]): void {
  const keys = new Set(machines.map(({ key }) => key))
  for (const [id, resource] of state.resources)
    if (keys.has(resource.key)) state.resources.delete(id)
  for (const machine of machines) state.resources.set(machine.id, machine)
  // The machines' numbers were given by another space; this one must not give them again.
  const highest = Math.max(...machines.map(({ id }) => Number(id.slice('sbx-'.length))))
  while (state.nextSerial() < highest);
  state.save()
}
