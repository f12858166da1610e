import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { type Actor, permits } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem, refuse } from '../../platform/problem.ts'
import { violatedConstraint } from '../../platform/transaction.ts'
import { staff } from '../staff/tables.ts'
import { askerId, assertMaySee, mayChange, type View } from './queries.ts'
import type { NewView, ViewChanges } from './schemas.ts'
import { SCREENS } from './screens.ts'
import { viewDefaults, views } from './tables.ts'

/** Views of one screen that a staff member may keep. */
const MOST = 100

/** Keeps a new view at the end of the asker's own. Answers its id. */
export async function createView(tx: Tx, env: Env, wanted: NewView): Promise<string> {
  const { actor } = env
  const { isDefault, ...view } = wanted
  const ownerId = askerId(actor)
  assertMaySee(actor, view.screen)
  if (view.isShared) assertMayShare(actor)
  // One at a time per person, so that the place at the end is nobody else's.
  await tx.select({ id: staff.id }).from(staff).where(eq(staff.id, ownerId)).for('no key update')
  const [own] = await tx
    .select({ n: count(), last: sql<number | null>`max(${views.position})` })
    .from(views)
    .where(and(eq(views.ownerId, ownerId), eq(views.screen, view.screen)))
  if ((own?.n ?? 0) >= MOST) throw refuse('too_many_views', { most: MOST })
  const id = newId()
  const row = { id, ownerId, ...view, position: (own?.last ?? -1) + 1, createdAt: env.now }
  await named(() => tx.insert(views).values(row))
  if (isDefault) await choose(tx, ownerId, row)
  return id
}

/**
 * Changes a view. Which one a screen opens with is each asker's own matter; the rest is the
 * owner's, and of shared views everybody's who may share.
 */
export async function changeView(
  tx: Tx,
  { actor }: Env,
  { id, isDefault, position, ...changes }: ViewChanges & { id: string },
): Promise<void> {
  const view = await takeView(tx, actor, id)
  const me = askerId(actor)
  if (Object.keys(changes).length > 0) {
    if (!mayChange(actor, view)) throw new Problem('not_allowed')
    if (changes.isShared && !view.isShared) assertMayShare(actor)
    await named(() => tx.update(views).set(changes).where(eq(views.id, id)))
    if (changes.isShared === false) await forgetChoices(tx, view)
  }
  if (isDefault === true) await choose(tx, me, view)
  if (isDefault === false) {
    const own = and(eq(viewDefaults.staffId, me), eq(viewDefaults.viewId, id))
    await tx.delete(viewDefaults).where(own)
  }
  if (position !== undefined) {
    if (view.ownerId !== me) throw new Problem('not_allowed')
    await place(tx, view, position)
  }
}

/** Deletes a view; who opened a screen with it opens the plain list again. */
export async function deleteView(tx: Tx, { actor }: Env, id: string): Promise<void> {
  const view = await takeView(tx, actor, id)
  if (!mayChange(actor, view)) throw new Problem('not_allowed')
  await tx.delete(views).where(eq(views.id, id))
}

/** The locked view, if the asker may see it; 404 otherwise. */
async function takeView(tx: Tx, actor: Actor, id: string): Promise<View> {
  const [view] = await tx.select().from(views).where(eq(views.id, id)).for('update')
  const isVisible = view && (view.ownerId === actor.id || view.isShared)
  if (!isVisible || !permits(actor, SCREENS[view.screen])) throw notFound()
  return view
}

function assertMayShare(actor: Actor): void {
  if (!permits(actor, 'views:share')) throw new Problem('not_allowed')
}

/** Two views of one person and screen never have the same name. */
async function named(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (violatedConstraint(error) === 'views_name_once') throw refuse('view_name_taken')
    throw error
  }
}

async function choose(tx: Tx, staffId: string, view: Pick<View, 'id' | 'screen'>): Promise<void> {
  await tx
    .insert(viewDefaults)
    .values({ staffId, screen: view.screen, viewId: view.id })
    .onConflictDoUpdate({
      target: [viewDefaults.staffId, viewDefaults.screen],
      set: { viewId: view.id },
    })
}

/** A view that is private again is nobody else's first one. */
async function forgetChoices(tx: Tx, view: View): Promise<void> {
  await tx
    .delete(viewDefaults)
    .where(and(eq(viewDefaults.viewId, view.id), sql`${viewDefaults.staffId} <> ${view.ownerId}`))
}

/** Puts the view at a place among its owner's and numbers them anew. */
async function place(tx: Tx, view: View, position: number): Promise<void> {
  const rows = await tx
    .select({ id: views.id })
    .from(views)
    .where(and(eq(views.ownerId, view.ownerId), eq(views.screen, view.screen)))
    .orderBy(asc(views.position), asc(views.id))
    .for('update')
  const ids = rows.map((row) => row.id).filter((id) => id !== view.id)
  ids.splice(position, 0, view.id)
  await tx.execute(sql`
    update views set position = placed.position - 1
    from unnest(${sql.param(ids)}::uuid[]) with ordinality as placed (id, position)
    where views.id = placed.id`)
}
