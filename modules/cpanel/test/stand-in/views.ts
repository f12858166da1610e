import type { AccountRow, PackageRow, WhmState } from './state.ts'

/** How WHM tells what it has; held against `schemas.ts` on every answer. */

export function accountView(state: WhmState, account: AccountRow) {
  const { user, domain, email, owner, plan, ip, suspended, suspendreason } = account
  const pkg = state.packages.get(plan)
  const many = 'unlimited'
  return {
    backup: 0,
    child_nodes: [],
    disklimit: pkg && pkg.quota !== many ? `${pkg.quota}M` : many,
    diskused: '14M',
    domain,
    email,
    inodeslimit: many,
    inodesused: 321,
    ip,
    ipv6: [],
    is_locked: 0,
    legacy_backup: 0,
    mailbox_format: 'maildir',
    max_defer_fail_percentage: many,
    max_email_per_hour: many,
    max_emailacct_quota: many,
    maxaddons: pkg?.maxaddon ?? many,
    maxftp: many,
    maxlst: many,
    maxparked: many,
    maxpop: pkg?.maxpop ?? many,
    maxsql: many,
    maxsub: many,
    min_defer_fail_to_trigger_protection: '5',
    outgoing_mail_hold: 0,
    outgoing_mail_suspended: 0,
    owner,
    partition: 'home',
    plan,
    shell: '/usr/local/cpanel/bin/noshell',
    startdate: '25 Mar 10 12:00',
    suspended: suspended ? 1 : 0,
    suspendreason,
    suspendtime: null,
    theme: 'jupiter',
    uid: '1001',
    unix_startdate: account.startedAtSeconds,
    user,
  }
}

export function packageView({ name, quota, maxpop, maxaddon }: PackageRow) {
  const many = 'unlimited'
  return {
    BWLIMIT: many,
    CGI: 'y',
    CPMOD: 'jupiter',
    DIGESTAUTH: 'n',
    FEATURELIST: 'default',
    HASSHELL: 'n',
    IP: 'n',
    LANG: 'en',
    MAXADDON: maxaddon,
    MAXFTP: many,
    MAXLST: many,
    MAXPARK: many,
    MAXPOP: maxpop,
    MAXSQL: many,
    MAXSUB: many,
    MAX_DEFER_FAIL_PERCENTAGE: many,
    MAX_EMAILACCT_QUOTA: many,
    MAX_EMAIL_PER_HOUR: many,
    MAX_TEAM_USERS: 7,
    QUOTA: quota,
    _PACKAGE_EXTENSIONS: '',
    name,
  }
}

export function bandwidthView(accounts: readonly AccountRow[]) {
  const acct = accounts.map(({ user, domain, owner, plan }) => ({
    bwusage: [{ deleted: 0, domain, usage: 352_000 }],
    deleted: 0,
    limit: plan === 'small' ? 10_485_760 : 0,
    maindomain: domain,
    owner,
    reseller: 0,
    totalbytes: 352_000,
    user,
  }))
  return { acct, month: 3, reseller: 'root', totalused: acct.length * 352_000, year: 2025 }
}

export function sessionView(
  state: WhmState,
  { user }: AccountRow,
  values: Readonly<Record<string, string>>,
) {
  const { service = '', app = '', locale = 'en', preferred_domain: host } = values
  const session = `${user}:signs-of-a-session-${state.now()}`
  const port = service === 'webmaild' ? 2096 : 2083
  const token = '/cpsess1234567890'
  const query = new URLSearchParams({ session, locale, ...(app ? { goto_app: app } : {}) })
  return {
    cp_security_token: token,
    expires: state.now(),
    locale,
    service,
    session,
    url: `https://${host ?? 'web1.example.test'}:${port}${token}/login/?${query}`,
  }
}

export function uapiView(account: AccountRow, called: string) {
  const answer = (data: unknown, errors: string[] | null = null) => ({
    uapi: { data, errors, messages: null, metadata: {}, status: errors ? 0 : 1, warnings: null },
  })
  switch (called) {
    case 'DomainInfo::list_domains':
      return answer({
        addon_domains: account.addons,
        main_domain: account.domain,
        parked_domains: [],
        sub_domains: account.addons.map((addon) => `${addon.split('.')[0]}.${account.domain}`),
      })
    case 'Email::count_pops':
      return answer(account.mailboxes.length)
    case 'Email::list_pops':
      return answer(
        account.mailboxes.map((email) => ({
          email,
          login: email,
          suspended_incoming: 0,
          suspended_login: 0,
        })),
      )
    default:
      return answer(null, [`The system could not find the function “${called}”.`])
  }
}
