/** One account as the stand-in keeps it. */
export interface AccountRow {
  user: string
  domain: string
  email: string
  owner: string
  plan: string
  ip: string
  suspended: boolean
  suspendreason: string
  password: string
  startedAtSeconds: number
  addons: string[]
  mailboxes: string[]
}

export interface PackageRow {
  name: string
  /** MiB. */
  quota: number | 'unlimited'
  maxpop: number | 'unlimited'
  maxaddon: number | 'unlimited'
}

/** What the server remembers, and how it shall behave. Time is a counter. */
export interface WhmState {
  readonly accounts: Map<string, AccountRow>
  readonly packages: Map<string, PackageRow>
  /** The store `berth` of the WHM user, and any other. */
  readonly stores: Map<string, Map<string, string>>
  /** Privileges that the token has not. */
  readonly denied: Set<string>
  /** False: the same domain may be there twice, which WHM itself never allows. */
  uniqueDomains: boolean
  /** How many accounts the licence allows. */
  mostAccounts: number
  /** Calls that are refused with these words, by function; each once. */
  readonly refusals: Map<string, string>
  now(): number
}

export function emptyWhm(): WhmState {
  let seconds = 1_741_608_000
  const packages: PackageRow[] = [
    { name: 'small', quota: 1024, maxpop: 5, maxaddon: 1 },
    { name: 'large', quota: 'unlimited', maxpop: 'unlimited', maxaddon: 'unlimited' },
  ]
  return {
    accounts: new Map(),
    packages: new Map(packages.map((one) => [one.name, one])),
    stores: new Map(),
    denied: new Set(),
    uniqueDomains: true,
    mostAccounts: 100_000,
    refusals: new Map(),
    now: () => ++seconds,
  }
}

/** An account that nobody ordered. */
export function addAccount(state: WhmState, changes: Partial<AccountRow> = {}): AccountRow {
  const number = state.accounts.size + 1
  const row: AccountRow = {
    user: `theirs${number}`,
    domain: `theirs${number}.example.test`,
    email: '*unknown*',
    owner: 'root',
    plan: 'small',
    ip: '192.0.2.10',
    suspended: false,
    suspendreason: 'not suspended',
    password: '',
    startedAtSeconds: state.now(),
    addons: [],
    mailboxes: [],
    ...changes,
  }
  state.accounts.set(row.user, row)
  return row
}
