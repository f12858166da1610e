import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { preparedPer } from '../../platform/prepared-per.ts'
import type { FoundSession } from '../auth/accounts.ts'
import { IS_LIVE, liveSession } from '../auth/sessions.ts'
import { sessions } from '../auth/tables.ts'
import { settings } from '../settings/tables.ts'
import { ACTOR_FIELDS, HAS_RULES, staffActor } from './load-actor.ts'
import { roles, staff } from './tables.ts'

/**
 * The session with its staff member in one statement: every request of the administration begins
 * with it. It is asked each time, so that whatever is taken from a member is gone at once.
 */
const sessionOfStaff = preparedPer((db) =>
  db
    .select({
      session: sessions,
      member: { id: ACTOR_FIELDS.id, name: ACTOR_FIELDS.name, language: ACTOR_FIELDS.language },
      permissions: ACTOR_FIELDS.permissions,
      lacksTotp: ACTOR_FIELDS.lacksTotp,
    })
    .from(sessions)
    .leftJoin(
      staff,
      and(eq(staff.id, sessions.accountId), eq(sessions.realm, 'staff'), isNull(staff.disabledAt)),
    )
    .leftJoin(roles, eq(roles.id, staff.roleId))
    .leftJoin(settings, HAS_RULES)
    .where(IS_LIVE)
    .prepare('session_of_staff'),
)

/** The live session of a token, of whichever realm, and who of the staff it belongs to. */
export async function findSessionOfStaff(
  { db, clock }: Context,
  token: string,
): Promise<FoundSession | null> {
  const [row] = await sessionOfStaff(db).execute(liveSession(token, clock.now()))
  if (!row) return null
  const { session, member, permissions, lacksTotp } = row
  const staff = member && permissions ? staffActor({ ...member, permissions, lacksTotp }) : null
  return { session, staff }
}
