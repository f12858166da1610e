import type { ErrorCode, ModuleError, Result } from '@berth/sdk'
import { errorsSchema } from './shapes.ts'

/** What the panel's own names of errors mean; else the status decides. */
const CODE_OF_NAME: Readonly<Record<string, ErrorCode>> = {
  NoViableNodeException: 'capacity',
  NoViableAllocationException: 'capacity',
  // The node's daemon did not do it, and the panel took its own part back.
  DaemonConnectionException: 'transient',
  // Installing, restoring a backup or moving to another node: it passes.
  ServerStateConflictException: 'transient',
  ConflictHttpException: 'transient',
}

/** Fields of the panel's requests, by the pointer of ours that filled them. */
const POINTERS: readonly (readonly [RegExp, string])[] = [
  [/^environment\./, '/orderData/'],
  [/^egg$/, '/product/egg'],
  [/^(docker_)?image$/, '/product/dockerImage'],
  [/^startup$/, '/product/startup'],
  [/^limits\.memory$/, '/product/memoryMb'],
  [/^limits\.swap$/, '/product/swapMb'],
  [/^limits\.disk$/, '/product/diskMb'],
  [/^limits\.io$/, '/product/io'],
  [/^limits\.cpu$/, '/product/cpuPercent'],
  [/^limits\.threads$/, '/product/threads'],
  [/^feature_limits\.(databases|allocations|backups)$/, '/product/$1'],
  [/^deploy\.locations.*/, '/product/location'],
  [/^deploy\.port_range.*/, '/product/ports'],
]

function pointerOf(sourceField: string | undefined): string | undefined {
  if (sourceField === undefined) return undefined
  const rule = POINTERS.find(([pattern]) => pattern.test(sourceField))
  return rule && sourceField.replace(rule[0], rule[1])
}

/**
 * Reads `{ errors: [{ code, status, detail, meta: { source_field, rule } }] }`. A field that is
 * refused is named in front of the panel's words.
 */
export function readError(status: number, body: unknown): Partial<ModuleError> | undefined {
  const parsed = errorsSchema.safeParse(body)
  if (!parsed.success) return undefined
  const { errors } = parsed.data
  const [first] = errors
  const message = errors
    .map(({ detail, meta }) => (meta?.source_field ? `${meta.source_field}: ${detail}` : detail))
    .join(' ')
  const code = first && (codeOfWords(status, message) ?? CODE_OF_NAME[first.code])
  const pointer = pointerOf(first?.meta?.source_field)
  return { message, ...(code ? { code } : {}), ...(pointer ? { pointer } : {}) }
}

/** A suspended server is refused with the same status and name as one that is being installed. */
function codeOfWords(status: number, message: string): ErrorCode | undefined {
  return status === 409 && /currently suspended/i.test(message) ? 'rejected' : undefined
}

/** Words that only the panel itself says when a node's daemon did not answer. */
const DAEMON = /attempting to communicate with the daemon/i

/** Whether the panel says that the node's daemon could not be reached. */
export function isDaemonAway(error: ModuleError): boolean {
  return DAEMON.test(error.message)
}

/**
 * A 504 usually says nothing about what was done. When the panel itself says that its daemon did not
 * answer, it has undone its own part: nothing was created, nothing is lost.
 */
export function settled<T>(result: Result<T>): Result<T> {
  if (result.ok || !result.error.lost || !isDaemonAway(result.error)) return result
  const { lost: _lost, ...error } = result.error
  return { ok: false, error }
}

/** Whether the panel refused this field by this rule, such as an id that is taken. */
export function isRefused(error: ModuleError, field: string): boolean {
  return error.code === 'rejected' && error.message.includes(`${field}: `)
}
