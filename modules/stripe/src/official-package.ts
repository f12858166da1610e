import { createRequire } from 'node:module'
import type { Stripe } from 'stripe'

type OfficialPackage = typeof Stripe

const require = createRequire(import.meta.url)
let loaded: OfficialPackage | null = null

/** The official package, loaded when it is first needed: it is large, and most processes never do. */
export function officialPackage(): OfficialPackage {
  loaded ??= require('stripe') as OfficialPackage
  return loaded
}
