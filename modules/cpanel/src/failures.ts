import type { ErrorCode, ModuleError } from '@berth/sdk'

interface Meaning {
  readonly code: ErrorCode
  readonly pointer?: string
}

/**
 * WHM refuses in words only (`metadata.reason`), so the words decide. In this order: a package that is
 * not there is no missing account, an account that exists already is no missing privilege.
 */
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [
    /(package|plan).*(does not exist|not found|invalid)|no such (package|plan)/i,
    { code: 'rejected', pointer: '/product/package' },
  ],
  [
    /license|(account|reseller).*(limit|maximum|quota)|exceed|no (more )?(free|available) ip|not enough (disk|space)|disk (is )?full/i,
    { code: 'capacity' },
  ],
  [
    /already (exists|has an account|in use|owned|configured)|is (already )?(taken|reserved)|conflicts? with/i,
    { code: 'conflict' },
  ],
  [/(permission|access) denied|not (have )?(permission|access)|privilege/i, { code: 'auth' }],
  [
    /does not exist|no such (user|account)|not a valid (user|account)|unable to find/i,
    { code: 'not_found' },
  ],
  [/locked|in progress|try again|temporar|timed? ?out/i, { code: 'transient' }],
  [/unknown app|function .*not (found|available)|invalid function/i, { code: 'unsupported' }],
  [/domain/i, { code: 'rejected', pointer: '/orderData/domain' }],
]

/** What a refusal in WHM's words means in ours. */
export function meaningOf(reason: string): Omit<ModuleError, 'message'> {
  return MEANINGS.find(([words]) => words.test(reason))?.[1] ?? { code: 'rejected' }
}

/** Whether WHM refused because of the user name that was chosen, not because of the domain. */
export function isNameTaken({ code, message }: ModuleError): boolean {
  return (
    code === 'conflict' && /(user ?name|account (named|called)|user named|group)/i.test(message)
  )
}
