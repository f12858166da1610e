import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id as OWASP advises it (19 MiB, two passes, one lane): about 20 ms on a plain server. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The PHC string of a password, salted. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), COST)
}

let decoy: Promise<string> | undefined

/**
 * Whether the password is the one. Without a hash (no such account, no password yet) the same work
 * is done on a decoy, so that the answer's time tells nothing.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (stored !== null) return verify(stored, password.normalize('NFC'))
  decoy ??= hashPassword(randomBytes(24).toString('base64url'))
  await verify(await decoy, password)
  return false
}
