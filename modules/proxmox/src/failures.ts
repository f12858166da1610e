import type { ErrorCode, ModuleError } from '@berth/sdk'

/*
 * Proxmox says most things with status 500 and a sentence; tasks end with the same sentences. The
 * sentence decides, then the status.
 */

/** In this order: the first that fits. */
const CODE_OF_WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/permission check failed|permission denied - invalid|no such (token|user)/i, 'auth'],
  [/is locked|can't lock file|got lock (timeout|request)|unable to acquire lock/i, 'transient'],
  [/detected modified configuration|got no worker upid|cfs-lock|no quorum/i, 'transient'],
  [/(VM|CT) \d+ (is )?(not|already) running/i, 'rejected'],
  [/protection mode/i, 'rejected'],
  [/shrink|smaller than/i, 'rejected'],
  [
    /no space left|not enough (free )?space|insufficient free space|out of (disk )?space|quota exceeded/i,
    'capacity',
  ],
  [/cannot allocate memory|not enough memory|no free vmid|unable to get any free/i, 'capacity'],
  [/config(uration)? file already exists|(VM|CT) \d+ already exists|already used/i, 'conflict'],
  [/snapshot '?[^']*'? (does not exist|doesn't exist)/i, 'not_found'],
  [
    /conf' does not exist|no such (VM|CT|container|task)|unable to find configuration/i,
    'not_found',
  ],
  [/volume '?[^']*'? does not exist|no such (logical )?volume|no such file/i, 'not_found'],
  [
    /storage '?[^']*'? (does not exist|is not (available|online|enabled))|no such storage/i,
    'config',
  ],
  [/no such cluster node|hostname lookup|bridge '?[^']*'? does not exist/i, 'config'],
  [/does not (support|contain)|content type|linked clone|is not a template/i, 'config'],
  [/feature is not available|not supported|only root can/i, 'unsupported'],
]

/** What the sentence alone says, or undefined. */
export function codeOfWords(words: string): ErrorCode | undefined {
  return CODE_OF_WORDS.find(([pattern]) => pattern.test(words))?.[1]
}

/** Whether a guest of that id was there already. */
export function isTaken(error: ModuleError): boolean {
  return error.code === 'conflict'
}

/** Whether the guest agent cannot be asked: not configured, not installed or not up yet. */
export function isWithoutAgent(error: ModuleError): boolean {
  return /guest[ -]agent/i.test(error.message)
}

/** Our fields behind Proxmox's parameters, for pointers. */
const FIELD_OF_PARAMETER: Readonly<Record<string, string>> = {
  bridge: '/settings/bridge',
  cores: '/product/cores',
  hostname: '/orderData/hostname',
  memory: '/product/memoryMb',
  name: '/orderData/hostname',
  nameserver: '/settings/nameservers',
  ostemplate: '/product/template',
  pool: '/settings/pool',
  rootfs: '/settings/storage',
  size: '/product/diskGb',
  sshkeys: '/orderData/sshKeys',
  'ssh-public-keys': '/orderData/sshKeys',
  storage: '/settings/storage',
  target: '/settings/nodes',
}

interface Refusal {
  readonly status: number
  /** The words of the status line: where older versions put their message. */
  readonly reason: string
  readonly body: unknown
}

/** What an answer that is no success means in our words. */
export function refusalOf({ status, reason, body }: Refusal): Partial<ModuleError> {
  const fields = fieldErrors(body)
  const said = wordsOf(body) || reason
  const [parameter] = Object.keys(fields)
  if (status === 400 && parameter !== undefined) {
    const pointer = FIELD_OF_PARAMETER[parameter]
    const details = Object.entries(fields).map(([name, words]) => `${name}: ${words}`)
    const message = `${said || 'Parameter verification failed'} (${details.join('; ')})`
    return { code: 'rejected', message, ...(pointer ? { pointer } : {}) }
  }
  const message = said || `HTTP ${status}`
  if (status === 401) return { code: 'auth', message }
  if (status === 429) return { message }
  // 595: the node behind the one that answered could not be reached; 596, 599: it broke off there.
  if (status === 595) return { code: 'transient', message }
  if (status === 596 || status === 599) return { code: 'transient', message, lost: true }
  const code = codeOfWords(said)
  return code ? { code, message } : { message }
}

function wordsOf(body: unknown): string {
  const message = isObject(body) ? body.message : undefined
  return typeof message === 'string' ? message.trim() : ''
}

function fieldErrors(body: unknown): Record<string, string> {
  const errors = isObject(body) ? body.errors : undefined
  if (!isObject(errors)) return {}
  return Object.fromEntries(
    Object.entries(errors).map(([name, words]) => [name, String(words).trim()]),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
