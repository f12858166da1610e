import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import { type Actor, permits } from '../../platform/actor.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { staff } from '../staff/tables.ts'
import type { ViewJson } from './schemas.ts'
import { SCREENS, type Screen } from './screens.ts'
import { viewDefaults, views } from './tables.ts'

export type View = typeof views.$inferSelect

/** Who asks: a staff member, not the program. */
export function askerId(actor: Actor): string {
  if (actor.id === null) throw new Problem('not_allowed')
  return actor.id
}

/** Views of a list that one may not read say nothing. */
export function assertMaySee(actor: Actor, screen: Screen): void {
  if (!permits(actor, SCREENS[screen])) throw new Problem('not_allowed')
}

/** The owner may change a view; a shared one everybody who may share. */
export function mayChange(actor: Actor, view: Pick<View, 'ownerId' | 'isShared'>): boolean {
  return view.ownerId === actor.id || (view.isShared && permits(actor, 'views:share'))
}

/** The asker's own views in their order, then what others share, by name. */
export async function listViews(db: Db | Tx, actor: Actor, screen: Screen): Promise<ViewJson[]> {
  const me = askerId(actor)
  return readViews(db, actor, and(eq(views.screen, screen), visibleTo(me)))
}

/** One view that the asker may see; 404 for another's private one. */
export async function readView(db: Db | Tx, actor: Actor, id: string): Promise<ViewJson> {
  const [view] = await readViews(db, actor, and(eq(views.id, id), visibleTo(askerId(actor))))
  if (!view || !permits(actor, SCREENS[view.screen])) throw notFound()
  return view
}

const visibleTo = (staffId: string) => or(eq(views.ownerId, staffId), views.isShared)

async function readViews(db: Db | Tx, actor: Actor, which: SQL | undefined): Promise<ViewJson[]> {
  const me = askerId(actor)
  const isMine = sql<boolean>`${views.ownerId} = ${me}`
  const rows = await db
    .select({ view: views, ownerName: staff.name, chosen: viewDefaults.viewId })
    .from(views)
    .innerJoin(staff, eq(staff.id, views.ownerId))
    .leftJoin(viewDefaults, and(eq(viewDefaults.viewId, views.id), eq(viewDefaults.staffId, me)))
    .where(which)
    .orderBy(
      sql`${isMine} desc`,
      sql`case when ${isMine} then ${views.position} end`,
      sql`lower(${views.name})`,
      views.id,
    )
  return rows.map(({ view, ownerName, chosen }) => ({
    id: view.id,
    screen: view.screen,
    name: view.name,
    query: view.query,
    columns: view.columns,
    isShared: view.isShared,
    isMine: view.ownerId === me,
    isDefault: chosen !== null,
    owner: { id: view.ownerId, name: ownerName },
    mayChange: mayChange(actor, view),
  }))
}
