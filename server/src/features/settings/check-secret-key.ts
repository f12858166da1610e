import { eq } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { settings } from './tables.ts'

const SECTION = 'secret-key'
const SEALED_WITH = `settings:${SECTION}`
const PROOF = 'sealed with the key of this installation'

/**
 * Whether the secret key is the one that this database's secrets are sealed with: a sealed text is
 * kept from the first start on, and only that key opens it. Found out at the start, since the first
 * secret may be needed weeks later.
 */
export async function secretKeyFits({ db, secrets, clock }: Context): Promise<boolean> {
  const value = { sealed: secrets.seal(PROOF, SEALED_WITH) }
  await db
    .insert(settings)
    .values({ section: SECTION, value, updatedAt: clock.now() })
    .onConflictDoNothing()
  const [row] = await db.select().from(settings).where(eq(settings.section, SECTION))
  try {
    return secrets.open(String(row?.value.sealed), SEALED_WITH) === PROOF
  } catch {
    return false
  }
}
