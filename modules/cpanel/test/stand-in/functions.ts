import type { FunctionName } from './schemas.ts'
import { type AccountRow, addAccount, type PackageRow, type WhmState } from './state.ts'
import { accountView, bandwidthView, packageView, sessionView, uapiView } from './views.ts'

/** What a function answers: data, or a refusal in words. */
export type Outcome =
  | { readonly data?: unknown; readonly raw?: string; readonly reason?: string }
  | { readonly refused: string }

type Values = Readonly<Record<string, string>>
type Whm = (state: WhmState, values: Values) => Outcome

const refuse = (refused: string): Outcome => ({ refused })

/** For functions of one account, named by this parameter. */
function onAccount(
  name: 'user' | 'username',
  missing: (user: string) => string,
  answer: (account: AccountRow, state: WhmState, values: Values) => Outcome,
): Whm {
  return (state, values) => {
    const user = values[name] ?? ''
    const account = state.accounts.get(user)
    return account ? answer(account, state, values) : refuse(missing(user))
  }
}

function listed(state: WhmState, values: Values): AccountRow[] {
  const all = [...state.accounts.values()]
  const { searchtype, search } = values
  if (!search) return all
  const pattern = new RegExp(search)
  const of = (account: AccountRow) =>
    searchtype === 'domain' ? account.domain : searchtype === 'user' ? account.user : account.plan
  return all.filter((account) => pattern.test(of(account)))
}

const listaccts: Whm = (state, values) => {
  let shown = listed(state, values)
  if (values['api.sort.enable'] === '1') {
    shown = shown.toSorted((a, b) => (a.user < b.user ? -1 : 1))
  }
  if (values['api.chunk.enable'] === '1') {
    const start = Number(values['api.chunk.start'] ?? 1) - 1
    shown = shown.slice(start, start + Number(values['api.chunk.size'] ?? 50))
  }
  return { data: { acct: shown.map((account) => accountView(state, account)) } }
}

/** The first eight characters of a name must differ from those of all others. */
function nameClash(state: WhmState, user: string): boolean {
  return [...state.accounts.keys()].some((other) => other.slice(0, 8) === user.slice(0, 8))
}

const createacct: Whm = (state, values) => {
  const { username = '', domain = '', plan = 'small', contactemail = '', password = '' } = values
  if (state.accounts.size >= state.mostAccounts) {
    return refuse('Your license allows no more accounts: the maximum number is reached.')
  }
  if (nameClash(state, username)) {
    return refuse(`(XID ab12cd) This system already has an account named “${username}”.`)
  }
  const same = [...state.accounts.values()].some((other) => other.domain === domain)
  if (state.uniqueDomains && same) {
    return refuse(`(XID ef34gh) The domain “${domain}” already exists in the userdata.`)
  }
  if (!state.packages.has(plan)) return refuse(`The package “${plan}” does not exist.`)
  const ip = values.ip === 'y' ? '192.0.2.77' : '192.0.2.10'
  addAccount(state, { user: username, domain, plan, email: contactemail, password, ip })
  const none = Object.fromEntries(
    ['nameserver', 'nameservera', 'nameserverentry'].flatMap((name) =>
      ['', '2', '3', '4'].map((end) => [`${name}${end}`, null]),
    ),
  )
  const nameservers = { nameserver: 'ns1.example.test', nameserver2: 'ns2.example.test' }
  return {
    data: { ...none, ...nameservers, ip, package: plan },
    raw: 'Checking input data......Done',
    reason: 'Account Creation Ok',
  }
}

const changepackage = onAccount(
  'user',
  (user) => `Sorry the user ${user} does not exist`,
  (account, state, { pkg = '' }) => {
    if (!state.packages.has(pkg)) return refuse(`The package “${pkg}” does not exist.`)
    account.plan = pkg
    return { raw: `Changing plan to ${pkg}`, reason: 'Account Upgrade/Downgrade Complete' }
  },
)

const create_user_session = onAccount(
  'user',
  (user) => `The user “${user}” does not exist.`,
  (account, state, values) => {
    if (account.suspended) return refuse('Unable to create a session for a suspended user.')
    return { data: sessionView(state, account, values), reason: 'Created session' }
  },
)

const uapi_cpanel: Whm = (state, values) => {
  const account = state.accounts.get(values['cpanel.user'] ?? '')
  if (!account) return refuse('The user does not exist.')
  return { data: uapiView(account, `${values['cpanel.module']}::${values['cpanel.function']}`) }
}

/** The functions that take a form. */
export const FUNCTIONS: Readonly<
  Record<Exclude<FunctionName, 'personalization_get' | 'personalization_set'>, Whm>
> = {
  accountsummary: onAccount(
    'user',
    () => 'Account does not exist.',
    (account, state) => ({ data: { acct: [accountView(state, account)] } }),
  ),
  listaccts,
  listpkgs: (state) => ({
    data: { pkg: [...state.packages.values()].map((one: PackageRow) => packageView(one)) },
  }),
  createacct,
  suspendacct: onAccount(
    'user',
    (user) => `_suspendacct called for a user that does not exist. (${user})`,
    (account, _state, { reason = 'Unknown' }) => {
      if (account.suspended) return refuse(`The account ${account.user} is already suspended.`)
      account.suspended = true
      account.suspendreason = reason
      return { raw: `${account.user}'s account has been suspended` }
    },
  ),
  unsuspendacct: onAccount(
    'user',
    (user) => `_unsuspendacct called for a user that does not exist. (${user})`,
    (account) => {
      account.suspended = false
      account.suspendreason = 'not suspended'
      return { raw: `${account.user}'s account is now active` }
    },
  ),
  removeacct: onAccount(
    'username',
    (user) => `System user ${user} does not exist!`,
    (account, state) => {
      state.accounts.delete(account.user)
      return { raw: 'Removing User & Group.......Success...Done' }
    },
  ),
  changepackage,
  modifyacct: onAccount(
    'user',
    (user) => `The user “${user}” does not exist.`,
    (account, _state, { contactemail }) => {
      account.email = contactemail ?? account.email
      const { user, domain, email } = account
      const cpuser = { CONTACTEMAIL: email, USER: user }
      return { data: { cpuser, domain, setshell: 'unmodified', user } }
    },
  ),
  passwd: onAccount(
    'user',
    (user) => `Sorry, the user “${user}” does not exist.`,
    (account, _state, { password = '' }) => {
      account.password = password
      const reason = `Password changed for user “${account.user}”.`
      return { data: { app: ['system', 'ftp', 'mail', 'MySQL'] }, reason }
    },
  ),
  showbw: (state, values) => ({ data: bandwidthView(listed(state, values)) }),
  myprivs: (state) => {
    const privileges = Object.fromEntries(
      Object.values(PRIVILEGES).map((name) => [name, state.denied.has(name) ? 0 : 1]),
    )
    return { data: { privileges: [{ all: 0, ...privileges }] } }
  },
  create_user_session,
  uapi_cpanel,
}

/** The privilege that each function asks for. */
export const PRIVILEGES: Readonly<Partial<Record<FunctionName, string>>> = {
  accountsummary: 'acct-summary',
  listaccts: 'list-accts',
  listpkgs: 'list-pkgs',
  createacct: 'create-acct',
  suspendacct: 'suspend-acct',
  unsuspendacct: 'suspend-acct',
  removeacct: 'kill-acct',
  changepackage: 'upgrade-account',
  modifyacct: 'edit-account',
  passwd: 'passwd',
  showbw: 'show-bandwidth',
  create_user_session: 'create-user-session',
  uapi_cpanel: 'cpanel-api',
}

const valueView = (value: string | null) => ({
  reason: 'OK',
  success: value === null ? 0 : 1,
  value,
})

/** The two functions of the store, which take JSON. */
export function personalize(
  state: WhmState,
  name: 'personalization_get' | 'personalization_set',
  body: { store: string; names?: string[]; personalization?: Record<string, string> },
): Outcome {
  const store = state.stores.get(body.store) ?? new Map<string, string>()
  state.stores.set(body.store, store)
  if (name === 'personalization_set') {
    for (const [key, value] of Object.entries(body.personalization ?? {})) store.set(key, value)
  }
  const names = body.names ?? Object.keys(body.personalization ?? {})
  const personalization = Object.fromEntries(
    names.map((one) => [one, valueView(store.get(one) ?? null)]),
  )
  return { data: { personalization } }
}
