import { randomBytes } from 'node:crypto'
import {
  fail,
  type OperationContext,
  type OptionInput,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
  type ServiceInput,
} from '@berth/sdk'
import { accountByKey, accountByName, PASSWORD, resourceOf } from './accounts.ts'
import { connect, nothing, type WhmClient } from './client.ts'
import { isNameTaken } from './failures.ts'
import type { CpanelOrder, CpanelProduct, CpanelSettings } from './forms.ts'
import { readMarks, writeMarks } from './marks.ts'
import { type Account, type Created, createdSchema } from './shapes.ts'
import { domainOf, usernameFor } from './username.ts'

export type WhmServer = ServerConfig<CpanelSettings>
export type HostingService = ServiceInput<CpanelProduct, CpanelOrder>

/** How many names are tried before somebody has to look. */
const MOST_NAMES = 4

/** The package of a service: an option `package` of the order, else the product's. */
export function packageOf(product: CpanelProduct, options: readonly OptionInput[] = []): string {
  const chosen = options.find((option) => option.key === 'package')?.value
  return typeof chosen === 'string' ? chosen : product.package
}

/** Letters, digits and signs: above the strength that WHM asks for as it comes. */
export function newPassword(): string {
  return `${randomBytes(15).toString('base64url')}.7Kz`
}

/** Makes the account, or takes over the one that is there for the key. */
export async function create(
  ctx: OperationContext,
  server: WhmServer,
  service: HostingService,
): Promise<Result<Resource>> {
  const domain = domainOf(service.orderData.domain)
  if (domain === null) {
    const message = `${service.orderData.domain} is not a domain`
    return fail('rejected', message, { pointer: '/orderData/domain' })
  }
  const client = connect(ctx, server)
  const there = await accountByKey(client, ctx.key)
  if (!there.ok) return there
  if (there.value) return takeOver(ctx, client, there.value, service)
  for (let attempt = 0; attempt < MOST_NAMES; attempt++) {
    const user = nameFor(ctx, domain, attempt)
    const free = await isFree(client, user, ctx.key)
    if (!free.ok) return free
    if (!free.value) continue
    const made = await makeAccount(ctx, client, { user, domain, service })
    if (made.ok || !isNameTaken(made.error)) return made
    ctx.log('The user name is taken', { user, reason: made.error.message })
  }
  return fail('conflict', `No user name is free for ${domain}`)
}

/** The name that an earlier attempt reserved goes first. */
function nameFor(ctx: OperationContext, domain: string, attempt: number): string {
  const reserved = attempt === 0 ? ctx.remembered.remoteId : null
  return reserved ?? usernameFor(domain, ctx.key, attempt)
}

/** No account has the name, and no other service is said to have it. */
async function isFree(client: WhmClient, user: string, key: string): Promise<Result<boolean>> {
  const account = await accountByName(client, user)
  if (!account.ok) return account
  if (account.value) return ok(false)
  const marks = await readMarks(client, [user])
  return marks.ok ? ok((marks.value.get(user) ?? key) === key) : marks
}

/** Reserves the name, in our books and on the server, before the account is asked for. */
async function makeAccount(
  ctx: OperationContext,
  client: WhmClient,
  about: { user: string; domain: string; service: HostingService },
): Promise<Result<Resource>> {
  const { user, domain, service } = about
  await ctx.reserve(user)
  const marked = await writeMarks(client, user, ctx.key)
  if (!marked.ok) return marked
  ctx.progress({ text: { en: 'Creating the account', fr: 'Création du compte' } })
  const password = newPassword()
  const made = await client.call(
    'createacct',
    {
      username: user,
      domain,
      password,
      plan: packageOf(service.product, service.options),
      contactemail: service.customer.email,
      ip: service.product.dedicatedIp ? 'y' : 'n',
    },
    createdSchema,
  )
  if (!made.ok) return made
  ctx.log('Created', { user, domain, ip: made.value.ip })
  const account = await accountByName(client, user)
  if (!account.ok) return account
  if (!account.value) return fail('transient', `${user} was made and is not there`, { lost: true })
  const known = {
    data: { nameservers: nameservers(made.value) },
    secrets: { [PASSWORD]: password },
  }
  return ok(resourceOf(client, account.value, known))
}

function nameservers({ nameserver, nameserver2, nameserver3, nameserver4 }: Created): string[] {
  return [nameserver, nameserver2, nameserver3, nameserver4].flatMap((name) => name || [])
}

/** An account whose creation was not answered: its password was lost with the answer. */
async function takeOver(
  ctx: OperationContext,
  client: WhmClient,
  account: Account,
  service: HostingService,
): Promise<Result<Resource>> {
  ctx.log('Found an account with our key and took it over', { user: account.user })
  const marked = await writeMarks(client, account.user, ctx.key)
  if (!marked.ok) return marked
  if (service.resource?.secrets[PASSWORD]) {
    return ok(resourceOf(client, account, service.resource))
  }
  const password = await givePassword(client, account.user)
  if (!password.ok) return password
  const data = service.resource?.data ?? {}
  return ok(resourceOf(client, account, { data, secrets: { [PASSWORD]: password.value } }))
}

/** Gives the account a new password and answers it. */
export async function givePassword(client: WhmClient, user: string): Promise<Result<string>> {
  const password = newPassword()
  const changed = await client.call('passwd', { user, password }, nothing)
  return changed.ok ? ok(password) : changed
}
