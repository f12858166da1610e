import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { sandboxGatewayObjects } from '../tables.ts'

/** What the sandbox gateway's next charge does, whatever the method. */
export const SANDBOX_BEHAVIOURS = [
  'succeed',
  'refuse',
  'refuse_finally',
  'needs_customer',
  /** Accepted, and decided later by a notice. */
  'pending',
  /** Never answers, and does nothing. */
  'hang',
  /** Takes the money, and its answer is lost. */
  'drop',
  /** Cannot be reached. */
  'unreachable',
] as const
export type SandboxBehaviour = (typeof SANDBOX_BEHAVIOURS)[number]

/** A card kept by the sandbox gateway; what it does stands on it. */
export interface SandboxCard {
  behaviour: SandboxBehaviour
  label: string
  forgotten?: boolean
}

/** A charge as the sandbox gateway remembers it. */
export interface SandboxCharge {
  outcome: 'succeeded' | 'pending' | 'refused' | 'needs_customer'
  final: boolean
  reference: string
  method: string
  amount: string
  currency: string
}

interface SandboxScript {
  /** Used up one by one by the next charges. */
  next: SandboxBehaviour[]
  /** For all that follow; null: as the card says. */
  always: SandboxBehaviour | null
}

interface Kinds {
  charge: SandboxCharge
  method: SandboxCard
  script: SandboxScript
  refund: { reference: string; amount: string; currency: string }
}

/**
 * The sandbox gateway's own store. It is reached by connections of its own, never in a transaction of
 * Berth's: what is done there stays done, as at a gateway far away.
 */
export function sandboxObjects({ db, clock }: Pick<Context, 'db' | 'clock'>) {
  const named = (kind: keyof Kinds, id: string) =>
    and(eq(sandboxGatewayObjects.kind, kind), eq(sandboxGatewayObjects.id, id))
  async function find<K extends keyof Kinds>(kind: K, id: string): Promise<Kinds[K] | null> {
    const [row] = await db.select().from(sandboxGatewayObjects).where(named(kind, id))
    return (row?.data as Kinds[K] | undefined) ?? null
  }
  async function put<K extends keyof Kinds>(kind: K, id: string, data: Kinds[K]): Promise<void> {
    const row = { kind, id, data: { ...(data as object) }, createdAt: clock.now() }
    const target = [sandboxGatewayObjects.kind, sandboxGatewayObjects.id]
    await db
      .insert(sandboxGatewayObjects)
      .values(row)
      .onConflictDoUpdate({ target, set: { data: row.data } })
  }
  /** The first one stays: that is what makes a key idempotent. */
  async function putOnce<K extends keyof Kinds>(kind: K, id: string, data: Kinds[K]) {
    await db
      .insert(sandboxGatewayObjects)
      .values({ kind, id, data: { ...(data as object) }, createdAt: clock.now() })
      .onConflictDoNothing()
    return (await find(kind, id)) ?? data
  }
  async function list<K extends keyof Kinds>(kind: K): Promise<({ id: string } & Kinds[K])[]> {
    const rows = await db
      .select()
      .from(sandboxGatewayObjects)
      .where(eq(sandboxGatewayObjects.kind, kind))
      .orderBy(sandboxGatewayObjects.createdAt, sandboxGatewayObjects.id)
    return rows.map(({ id, data }) => ({ id, ...(data as unknown as Kinds[K]) }))
  }
  /** What the script says of this charge; null: nothing. */
  async function nextBehaviour(): Promise<SandboxBehaviour | null> {
    const { rows } = await db.execute<{ said: SandboxBehaviour | null }>(sql`
      update sandbox_gateway_objects o
      set data = jsonb_set(o.data, '{next}', (o.data->'next') - 0)
      from (
        select coalesce(data->'next'->>0, data->>'always') as said
        from sandbox_gateway_objects where kind = 'script' and id = 'charges' for update
      ) was
      where o.kind = 'script' and o.id = 'charges'
      returning was.said`)
    return rows[0]?.said ?? null
  }
  return { find, put, putOnce, list, nextBehaviour }
}

export type SandboxObjects = ReturnType<typeof sandboxObjects>
