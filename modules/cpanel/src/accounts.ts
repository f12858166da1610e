import {
  type ConnectionDetail,
  fail,
  type Observed,
  type ObservedPage,
  ok,
  type Resource,
  type Result,
} from '@berth/sdk'
import type { WhmClient } from './client.ts'
import { readMarks } from './marks.ts'
import { type Account, accountsSchema } from './shapes.ts'
import { codeOf } from './username.ts'

/** An account with the key of the service that it is said to be. */
export interface MarkedAccount {
  readonly account: Account
  readonly key: string | null
}

const PAGE_SIZE = 200

/** The account of this name; null when there is none. */
export async function accountByName(
  client: WhmClient,
  user: string,
): Promise<Result<Account | null>> {
  const found = await client.call('accountsummary', { user }, accountsSchema)
  if (found.ok) return ok(found.value.acct[0] ?? null)
  return found.error.code === 'not_found' ? ok(null) : found
}

/** The same with its key. */
export async function markedByName(
  client: WhmClient,
  user: string,
): Promise<Result<MarkedAccount | null>> {
  const account = await accountByName(client, user)
  if (!account.ok || !account.value) return account as Result<null>
  const marks = await readMarks(client, [user])
  return marks.ok ? ok({ account: account.value, key: marks.value.get(user) ?? null }) : marks
}

/**
 * The account of a service: the one that the marks name, else one whose name ends with the code of
 * the key and that is not said to be another's (marks can be lost with the file that holds them).
 */
export async function accountByKey(
  client: WhmClient,
  key: string,
): Promise<Result<Account | null>> {
  const marks = await readMarks(client, [key])
  if (!marks.ok) return marks
  const user = marks.value.get(key)
  if (user !== undefined) {
    const marked = await markedByName(client, user)
    if (!marked.ok) return marked
    if (marked.value?.key === key) return ok(marked.value.account)
  }
  return accountByCode(client, key)
}

async function accountByCode(client: WhmClient, key: string): Promise<Result<Account | null>> {
  const search = `${codeOf(key)}$`
  const found = await client.call('listaccts', { searchtype: 'user', search }, accountsSchema)
  if (!found.ok) return found
  const [account] = found.value.acct
  if (!account) return ok(null)
  const marks = await readMarks(client, [account.user])
  if (!marks.ok) return marks
  const mark = marks.value.get(account.user)
  return ok(mark === undefined || mark === key ? account : null)
}

/** The account of a service, which must be there: by its remote id, else by our key. */
export async function existingAccount(
  client: WhmClient,
  service: { readonly key: string; readonly resource: Resource | null },
): Promise<Result<Account>> {
  const found = service.resource
    ? await accountByName(client, service.resource.remoteId)
    : await accountByKey(client, service.key)
  if (!found.ok) return found
  return found.value ? ok(found.value) : fail('not_found', 'There is no such account on the server')
}

/** One page of all accounts that the WHM user may see, by name, with their keys. */
export async function accountList(
  client: WhmClient,
  cursor: string | null,
): Promise<Result<ObservedPage>> {
  // WHM counts records from 1.
  const start = cursor === null ? 1 : Number(cursor)
  const page = await client.call(
    'listaccts',
    {
      'api.chunk.enable': 1,
      'api.chunk.start': start,
      'api.chunk.size': PAGE_SIZE,
      'api.sort.enable': 1,
      'api.sort.a.field': 'user',
    },
    accountsSchema,
  )
  if (!page.ok) return page
  const accounts = page.value.acct
  const marks = await readMarks(
    client,
    accounts.map((account) => account.user),
  )
  if (!marks.ok) return marks
  return ok({
    items: accounts.map((account) =>
      observedOf(client, account, marks.value.get(account.user) ?? null),
    ),
    nextCursor: accounts.length < PAGE_SIZE ? null : String(start + PAGE_SIZE),
  })
}

/** What `list`, `find` and `inspect` say of an account. */
export function observedOf(client: WhmClient, account: Account, key: string | null): Observed {
  return {
    remoteId: account.user,
    key,
    name: account.domain,
    // WHM writes *unknown* where nobody gave an address.
    owner: account.email.includes('@') ? account.email : null,
    plan: account.plan,
    state: account.suspended === 1 ? 'suspended' : 'running',
    usage: [],
    createdAt: account.unix_startdate * 1000,
    resource: resourceOf(client, account, null),
  }
}

/** The key of `secrets` under which the account's password is kept. */
export const PASSWORD = 'password'

/** The account as the books keep it; what only its creation told stays from `known`. */
export function resourceOf(
  client: WhmClient,
  account: Account,
  known: Pick<Resource, 'data' | 'secrets'> | null,
): Resource {
  const secrets = known?.secrets ?? {}
  const nameservers = nameserversOf(client, known)
  return {
    remoteId: account.user,
    data: {
      domain: account.domain,
      ip: account.ip,
      package: account.plan,
      since: account.unix_startdate,
      nameservers,
    },
    secrets,
    connection: connectionOf(client, account, { nameservers, secrets }),
  }
}

/** Those of the server's settings, else those that WHM named when the account was made. */
function nameserversOf(client: WhmClient, known: Pick<Resource, 'data'> | null): string[] {
  const written = client.settings.nameservers.split(/[\s,]+/).filter((name) => name !== '')
  if (written.length > 0) return written
  const kept = known?.data.nameservers
  return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : []
}

function connectionOf(
  { host }: WhmClient,
  { domain, user, ip }: Account,
  told: { nameservers: readonly string[]; secrets: Readonly<Record<string, string>> },
): ConnectionDetail[] {
  const link = (label: ConnectionDetail['label'], href: string) => ({ label, value: href, href })
  const details: ConnectionDetail[] = [
    link({ en: 'Site', fr: 'Site' }, `http://${domain}`),
    link({ en: 'cPanel', fr: 'cPanel' }, `https://${host}:2083`),
    { label: { en: 'User name', fr: 'Identifiant' }, value: user },
  ]
  if (told.secrets[PASSWORD]) {
    details.push({ label: { en: 'Password', fr: 'Mot de passe' }, secret: PASSWORD })
  }
  details.push({ label: { en: 'FTP server', fr: 'Serveur FTP' }, value: host })
  details.push(link({ en: 'Webmail', fr: 'Messagerie web' }, `https://${host}:2096`))
  details.push({ label: { en: 'IP address', fr: 'Adresse IP' }, value: ip })
  if (told.nameservers.length > 0) {
    const label = { en: 'Name servers', fr: 'Serveurs de noms' }
    details.push({ label, value: told.nameservers.join(' ') })
  }
  return details
}
