import type { Language } from './text.ts'

/** Who asks. `automation`, `gateway` and `system` are the program itself. */
export type ActorKind = 'staff' | 'user' | 'api_key' | 'automation' | 'gateway' | 'system'

export interface Actor {
  kind: ActorKind
  /** The staff member's, user's or API key's id; null for the program itself. */
  id: string | null
  name: string
  language: Language
  /** What the actor may do in the administration; empty for users. */
  permissions: ReadonlySet<string>
  /** The customer that a user belongs to; null for everybody else. */
  customerId: string | null
  /** Code of the problem that keeps a staff member to their own profile until it is solved. */
  restriction?: string
  /** The staff member who looks through a user's eyes, if any. */
  impersonatedBy?: string
}

/** Which of the two areas the actor stands in. */
export type Audience = 'staff' | 'customer'

export function audienceOf(actor: Actor): Audience {
  return actor.kind === 'user' ? 'customer' : 'staff'
}

const program = (kind: ActorKind, name: string): Actor => ({
  kind,
  id: null,
  name,
  language: 'en',
  permissions: new Set(['*']),
  customerId: null,
})

export const AUTOMATION = program('automation', 'automation')
export const SYSTEM = program('system', 'system')
export const gatewayActor = (name: string): Actor => program('gateway', name)

/** True when the actor holds the permission; `*` holds them all. */
export function permits(actor: Actor, permission: string): boolean {
  return actor.permissions.has('*') || actor.permissions.has(permission)
}
