import { randomBytes } from 'node:crypto'
import { type CustomerInput, fail, ok, type Result } from '@berth/sdk'
import type { PanelClient } from './client.ts'
import { isRefused } from './failures.ts'
import { itemOf, type User, userSchema } from './shapes.ts'

/** A customer's account on the panel; the password only where it was just made. */
export interface Owner {
  readonly user: User
  readonly password: string | null
}

/** Long enough that nobody guesses it; with a capital and a digit, which some panels ask for. */
export function newPassword(): string {
  return `P${randomBytes(18).toString('base64url')}7`
}

/**
 * The panel account of a customer: the one that carries our customer id, else the one with the
 * customer's e-mail address, else a new one.
 */
export async function ensureOwner(
  client: PanelClient,
  customer: CustomerInput,
): Promise<Result<Owner>> {
  const known = await findOwner(client, customer)
  if (!known.ok) return known
  if (known.value) return ok({ user: known.value, password: null })
  const password = newPassword()
  const made = await client.make('/users', newUser(customer, password), itemOf(userSchema))
  if (made.ok) return ok({ user: made.value.attributes, password })
  if (!isRefused(made.error, 'email') && !isRefused(made.error, 'external_id')) return made
  // Another service of the same customer made it in the meantime.
  const again = await findOwner(client, customer)
  if (!again.ok) return again
  return again.value ? ok({ user: again.value, password: null }) : made
}

async function findOwner(
  client: PanelClient,
  customer: CustomerInput,
): Promise<Result<User | null>> {
  const ours = await client.get(
    `/users/external/${encodeURIComponent(customer.id)}`,
    itemOf(userSchema),
  )
  if (ours.ok) return ok(ours.value.attributes)
  if (ours.error.code !== 'not_found') return ours
  // The filter finds parts of addresses too.
  const alike = await client.all('/users', userSchema, { 'filter[email]': customer.email })
  if (!alike.ok) return alike
  const wanted = customer.email.toLowerCase()
  return ok(alike.value.find((user) => user.email.toLowerCase() === wanted) ?? null)
}

function newUser(customer: CustomerInput, password: string) {
  const [first = '', ...rest] = customer.name.trim().split(/\s+/)
  return {
    email: customer.email,
    external_id: customer.id,
    username: usernameOf(customer),
    // Both are asked for, and companies have one name.
    first_name: first.slice(0, 191) || '-',
    last_name: rest.join(' ').slice(0, 191) || '-',
    password,
  }
}

/** Readable, and unique by the customer's id: the panel wants lower-case letters and digits at both ends. */
function usernameOf({ id, email }: CustomerInput): string {
  const local =
    email
      .split('@')[0]
      ?.toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '') ?? ''
  const suffix =
    id
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')
      .slice(-8) || 'x0'
  return `${local.slice(0, 40)}${suffix}`
}

/**
 * Why the account's password may not be changed from here, or null. An address alone does not prove
 * whose account it is, and an administrator's is never touched.
 */
export function whyNoNewPassword(
  { settings }: PanelClient,
  user: User,
  customer: CustomerInput,
): string | null {
  if (user.root_admin) return `${user.username} is an administrator of the panel`
  if (user.external_id === customer.id || settings.resetFoundAccounts) return null
  return `The account ${user.username} was not made here: its password is reset on the panel itself`
}

/** Gives the account a new password, where that may be done. */
export async function changePassword(
  client: PanelClient,
  user: User,
  customer: CustomerInput,
): Promise<Result<string>> {
  const why = whyNoNewPassword(client, user, customer)
  if (why !== null) return fail('rejected', why)
  const password = newPassword()
  const { email, username, first_name, last_name } = user
  const changes = { email, username, first_name, last_name, password }
  const changed = await client.change('PATCH', `/users/${user.id}`, changes)
  return changed.ok ? ok(password) : changed
}
