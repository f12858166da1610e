import { fail, type OperationContext, ok, type Resource, type Result } from '@berth/sdk'
import {
  accountByKey,
  accountByName,
  existingAccount,
  markedByName,
  PASSWORD,
  resourceOf,
} from './accounts.ts'
import { connect, nothing, type WhmClient } from './client.ts'
import { givePassword, type HostingService, packageOf, type WhmServer } from './create.ts'
import { clearMarks, writeMarks } from './marks.ts'
import type { Account } from './shapes.ts'

/** Changes the account of a service and answers it as it is afterwards. */
async function change(
  ctx: OperationContext,
  server: WhmServer,
  service: HostingService,
  how: (client: WhmClient, account: Account) => Promise<Result<unknown>>,
): Promise<Result<Resource>> {
  const client = connect(ctx, server)
  const there = await existingAccount(client, service)
  if (!there.ok) return there
  const done = await how(client, there.value)
  if (!done.ok) return done
  const seen = await accountByName(client, there.value.user)
  if (!seen.ok) return seen
  return ok(resourceOf(client, seen.value ?? there.value, service.resource))
}

/** What WHM's page shows of a reason, in characters. */
const MOST_REASON = 250

export const suspend = (ctx: OperationContext, server: WhmServer, service: HostingService) =>
  change(ctx, server, service, async (client, { user, suspended }) => {
    if (suspended === 1) return ok(null)
    const why = service.suspensionReason ?? client.settings.suspensionReason
    const reason = `${why} (${service.number})`.slice(0, MOST_REASON)
    return client.call('suspendacct', { user, reason }, nothing)
  })

export const unsuspend = (ctx: OperationContext, server: WhmServer, service: HostingService) =>
  change(ctx, server, service, async (client, { user, suspended }) =>
    suspended === 1 ? client.call('unsuspendacct', { user }, nothing) : ok(null),
  )

export const changePlan = (ctx: OperationContext, server: WhmServer, service: HostingService) =>
  change(ctx, server, service, async (client, { user, plan }) => {
    const pkg = packageOf(service.product, service.options)
    return plan === pkg ? ok(null) : client.call('changepackage', { user, pkg }, nothing)
  })

/** The account's contact is its owner. */
export const changeOwner = (ctx: OperationContext, server: WhmServer, service: HostingService) =>
  change(ctx, server, service, (client, { user }) =>
    client.call('modifyacct', { user, contactemail: service.customer.email }, nothing),
  )

/** Says that the account is this service's; WHM itself changes nothing. */
export const adopt = (ctx: OperationContext, server: WhmServer, service: HostingService) =>
  change(ctx, server, service, async (client, { user }) => {
    const marked = await markedByName(client, user)
    if (!marked.ok) return marked
    const key = marked.value?.key ?? null
    if (key !== null && key !== service.key) {
      return fail('conflict', `The account ${user} carries another key`)
    }
    return key === service.key ? ok(null) : writeMarks(client, user, service.key)
  })

export async function resetPassword(
  ctx: OperationContext,
  server: WhmServer,
  service: HostingService,
): Promise<Result<Resource>> {
  const client = connect(ctx, server)
  const there = await existingAccount(client, service)
  if (!there.ok) return there
  // A new password would open what the suspension has locked.
  if (there.value.suspended === 1) return fail('rejected', 'The account is suspended')
  const password = await givePassword(client, there.value.user)
  if (!password.ok) return password
  const data = service.resource?.data ?? {}
  return ok(resourceOf(client, there.value, { data, secrets: { [PASSWORD]: password.value } }))
}

/** Removes the account of the key, else that of the books unless it is somebody else's. */
export async function terminate(
  ctx: OperationContext,
  server: WhmServer,
  service: HostingService,
): Promise<Result<null>> {
  const client = connect(ctx, server)
  const own = await accountByKey(client, service.key)
  if (!own.ok) return own
  const keepdns = service.product.keepDns ? 1 : 0
  if (own.value) return remove(client, own.value, { key: service.key, keepdns })
  if (!service.resource) return ok(null)
  const known = await markedByName(client, service.resource.remoteId)
  if (!known.ok) return known
  if (!known.value) return ok(null)
  const { account, key } = known.value
  if (key !== null) return fail('conflict', `The account ${account.user} carries another key`)
  const { since } = service.resource.data
  if (typeof since === 'number' && since !== account.unix_startdate) {
    return fail('conflict', `The account ${account.user} was made anew by somebody else`)
  }
  return remove(client, account, { key: service.key, keepdns })
}

/** Removes this very account, whatever key it carries. */
export async function discard(
  ctx: OperationContext,
  server: WhmServer,
  resource: Resource,
): Promise<Result<null>> {
  const client = connect(ctx, server)
  const known = await markedByName(client, resource.remoteId)
  if (!known.ok) return known
  if (!known.value) return ok(null)
  const { account, key } = known.value
  return remove(client, account, { key, keepdns: 0 })
}

async function remove(
  client: WhmClient,
  { user }: Account,
  { key, keepdns }: { readonly key: string | null; readonly keepdns: 0 | 1 },
): Promise<Result<null>> {
  const removed = await client.call('removeacct', { username: user, keepdns }, nothing)
  if (!removed.ok && removed.error.code !== 'not_found') return removed
  if (key === null) return ok(null)
  const cleared = await clearMarks(client, user, key)
  return cleared.ok ? ok(null) : cleared
}
