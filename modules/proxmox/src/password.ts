import { createHmac } from 'node:crypto'
import type { ProxmoxSettings } from './forms.ts'

/** Without letters and digits that look like others; 32 of them, so that a byte falls on one evenly. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'
const LENGTH = 20

/**
 * A password for an occasion, such as `create` with the key or `reset` with the operation. It follows
 * from the token's secret, which Proxmox's own tokens fill with 122 random bits: a second attempt of
 * the same change therefore sets the same password, and one whose answer was lost is known all the
 * same. It tells nothing about the secret, and whoever knows the secret rules the cluster anyway.
 */
export function passwordOf(settings: ProxmoxSettings, occasion: string): string {
  const digest = createHmac('sha256', settings.tokenSecret).update(`berth ${occasion}`).digest()
  return [...digest.subarray(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
}
