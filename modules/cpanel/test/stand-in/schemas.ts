import { z } from 'zod'

/*
 * Requests and answers of WHM API 1, written down from its published documentation, one function at a
 * time. Every object is strict: a parameter or a field that is not documented differs.
 */

/** The documentation of a function. */
export const documented = (name: string) =>
  `https://api.docs.cpanel.net/openapi/whm/operation/${name}/`

const zeroOrOne = z.enum(['0', '1'])
const username = z
  .string()
  .max(16)
  .regex(/^(?!test)[a-z][a-z0-9]*$/)
const domain = z.string().regex(/^([a-z0-9-]+\.)+[a-z0-9-]+$/)

/** https://api.docs.cpanel.net/whm/introduction: everything comes as text in a form. */
const form = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject({ 'api.version': z.literal('1'), ...shape })

/** https://api.docs.cpanel.net/whm/paginate-output/, …/whm/sort-output/ */
const paging = {
  'api.chunk.enable': zeroOrOne.optional(),
  'api.chunk.start': z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional(),
  'api.chunk.size': z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional(),
  'api.sort.enable': zeroOrOne.optional(),
  'api.sort.a.field': z.string().optional(),
}
const search = {
  search: z.string().optional(),
  searchmethod: z.enum(['exact', 'regex']).optional(),
  searchtype: z.enum(['domain', 'owner', 'user', 'ip', 'package']).optional(),
}

/** What `personalization_get` and `_set` take instead: JSON with the version in it. */
const json = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject({ 'api.version': z.literal(1), ...shape })
const store = z.string().min(1).max(128)

export const requests = {
  accountsummary: form({ user: z.string().optional(), domain: z.string().optional() }),
  listaccts: form({ ...search, want: z.string().optional(), ...paging }),
  listpkgs: form({ want: z.enum(['all', 'creatable', 'editable', 'viewable']).optional() }),
  createacct: form({
    username,
    domain,
    password: z.string().min(1),
    plan: z.string().optional(),
    contactemail: z.email().optional(),
    ip: z.enum(['y', 'n']).optional(),
  }),
  suspendacct: form({
    user: z.string(),
    reason: z.string().optional(),
    disallowun: zeroOrOne.optional(),
    'leave-ftp-accts-enabled': zeroOrOne.optional(),
  }),
  unsuspendacct: form({ user: z.string() }),
  removeacct: form({ username: z.string(), keepdns: zeroOrOne.optional() }),
  changepackage: form({ user: z.string(), pkg: z.string() }),
  modifyacct: form({ user: z.string(), contactemail: z.email().optional() }),
  passwd: form({
    user: z.string(),
    password: z.string().min(8),
    db_pass_update: zeroOrOne.optional(),
  }),
  showbw: form({
    searchtype: search.searchtype,
    search: search.search,
    month: z.string().optional(),
    year: z.string().optional(),
    showres: z.string().optional(),
  }),
  myprivs: form({}),
  create_user_session: form({
    user: z.string(),
    service: z.enum(['cpaneld', 'whostmgrd', 'webmaild']),
    app: z
      .enum([
        'Backups_Home',
        'Database_phpMyAdmin',
        'Email_Accounts',
        'FileManager_Home',
        'Password_Change',
      ])
      .optional(),
    locale: z.string().optional(),
    preferred_domain: z.string().optional(),
  }),
  personalization_get: json({ store, names: z.array(z.string().max(2048)) }),
  personalization_set: json({
    store,
    personalization: z.record(z.string(), z.string().max(2048)),
  }),
  uapi_cpanel: form({
    'cpanel.user': z.string(),
    'cpanel.module': z.string(),
    'cpanel.function': z.string(),
    /** DomainInfo::list_domains */
    hide_temporary_domains: zeroOrOne.optional(),
    /** Email::list_pops */
    skip_main: zeroOrOne.optional(),
  }),
} as const
export type FunctionName = keyof typeof requests

const bit = z.union([z.literal(0), z.literal(1)])
const limit = z.union([z.literal('unlimited'), z.string().regex(/^\d+M?$/), z.int()])
const account = z.strictObject({
  backup: bit,
  child_nodes: z.array(z.strictObject({ alias: z.string(), workload: z.literal('Mail') })),
  disklimit: limit,
  diskused: z.string().regex(/^\d+M$/),
  domain: z.string(),
  email: z.string(),
  inodeslimit: limit,
  inodesused: z.int(),
  ip: z.string(),
  ipv6: z.array(z.string()),
  is_locked: bit,
  legacy_backup: bit,
  mailbox_format: z.enum(['maildir', 'mdbox']),
  max_defer_fail_percentage: limit,
  max_email_per_hour: limit,
  max_emailacct_quota: limit,
  maxaddons: limit,
  maxftp: limit,
  maxlst: limit,
  maxparked: limit,
  maxpop: limit,
  maxsql: limit,
  maxsub: limit,
  min_defer_fail_to_trigger_protection: z.string(),
  outgoing_mail_hold: bit,
  outgoing_mail_suspended: bit,
  owner: z.string(),
  partition: z.string(),
  plan: z.string(),
  shell: z.string(),
  startdate: z.string(),
  suspended: bit,
  suspendreason: z.string(),
  suspendtime: z.int().nullable(),
  theme: z.string(),
  uid: z.string(),
  unix_startdate: z.int(),
  user: z.string(),
})
const accounts = z.strictObject({ acct: z.array(account) })

const packageSchema = z.strictObject({
  BWLIMIT: limit,
  CGI: z.enum(['y', 'n']),
  CPMOD: z.string(),
  DIGESTAUTH: z.enum(['y', 'n']),
  FEATURELIST: z.string(),
  HASSHELL: z.enum(['y', 'n']),
  IP: z.enum(['y', 'n']),
  LANG: z.string(),
  MAXADDON: limit,
  MAXFTP: limit,
  MAXLST: limit,
  MAXPARK: limit,
  MAXPOP: limit,
  MAXSQL: limit,
  MAXSUB: limit,
  MAX_DEFER_FAIL_PERCENTAGE: limit,
  MAX_EMAILACCT_QUOTA: limit,
  MAX_EMAIL_PER_HOUR: limit,
  MAX_TEAM_USERS: z.int(),
  QUOTA: limit,
  _PACKAGE_EXTENSIONS: z.string(),
  name: z.string(),
})

const nameserver = z.string().nullable()
const values = z.strictObject({
  personalization: z.record(
    z.string(),
    z.strictObject({ reason: z.string(), success: bit, value: z.string().nullable() }),
  ),
})

/** https://api.docs.cpanel.net/openapi/cpanel/operation/… : what UAPI answers, inside `data.uapi`. */
const uapi = z.strictObject({
  uapi: z.strictObject({
    data: z
      .union([
        /** list_domains */
        z.strictObject({
          addon_domains: z.array(z.string()),
          main_domain: z.string(),
          parked_domains: z.array(z.string()),
          sub_domains: z.array(z.string()),
        }),
        /** count_pops */
        z.int(),
        /** list_pops */
        z.array(
          z.strictObject({
            email: z.string(),
            login: z.string(),
            suspended_incoming: bit,
            suspended_login: bit,
          }),
        ),
      ])
      .nullable(),
    errors: z.array(z.string()).nullable(),
    messages: z.array(z.string()).nullable(),
    metadata: z.record(z.string(), z.unknown()),
    status: bit,
    warnings: z.array(z.string()).nullable(),
  }),
})

/** `data` of a good answer; null for functions that have none. */
export const answers: Readonly<Record<FunctionName, z.ZodType | null>> = {
  accountsummary: accounts,
  listaccts: accounts,
  listpkgs: z.strictObject({ pkg: z.array(packageSchema) }),
  createacct: z.strictObject({
    ip: z.string(),
    nameserver,
    nameserver2: nameserver,
    nameserver3: nameserver,
    nameserver4: nameserver,
    nameservera: nameserver,
    nameservera2: nameserver,
    nameservera3: nameserver,
    nameservera4: nameserver,
    nameserverentry: nameserver,
    nameserverentry2: nameserver,
    nameserverentry3: nameserver,
    nameserverentry4: nameserver,
    package: z.string(),
  }),
  suspendacct: null,
  unsuspendacct: null,
  removeacct: null,
  changepackage: null,
  modifyacct: z.strictObject({
    cpuser: z.record(z.string(), z.string()),
    domain: z.string(),
    setshell: z.string(),
    user: z.string(),
  }),
  passwd: z.strictObject({ app: z.array(z.string()) }),
  showbw: z.strictObject({
    acct: z.array(
      z.strictObject({
        bwusage: z.array(z.strictObject({ deleted: bit, domain: z.string(), usage: z.int() })),
        deleted: bit,
        limit: z.int(),
        maindomain: z.string(),
        owner: z.string(),
        reseller: bit,
        totalbytes: z.int(),
        user: z.string(),
      }),
    ),
    month: z.int(),
    reseller: z.string(),
    totalused: z.int(),
    year: z.int(),
  }),
  myprivs: z.strictObject({ privileges: z.array(z.record(z.string(), bit)).length(1) }),
  create_user_session: z.strictObject({
    cp_security_token: z.string(),
    expires: z.int(),
    locale: z.string(),
    service: z.string(),
    session: z.string(),
    url: z.url(),
  }),
  personalization_get: values,
  personalization_set: values,
  uapi_cpanel: uapi,
}

/** What stands beside `data`, with the function's own output where it writes some. */
export const metadata = z.strictObject({
  command: z.string(),
  output: z.strictObject({ raw: z.string() }).optional(),
  reason: z.string(),
  result: bit,
  version: z.literal(1),
})
