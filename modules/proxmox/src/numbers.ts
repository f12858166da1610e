import { z } from 'zod'

/*
 * Proxmox is written in Perl: a number that was once used as a text is answered as one, and booleans
 * are 1 and 0, as numbers or texts.
 */

/** A number, however it was written. */
export const count = z.coerce.number()

/** A boolean, however it was written; absent means no. */
export const flag = z.coerce
  .number()
  .transform((value) => value !== 0)
  .default(false)
