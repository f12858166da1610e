import type { ErrorCode, ModuleError } from '@berth/sdk'

/**
 * What the server says in words: failures of operations have no status, and many answers are 500 or
 * 400 alike. The words are those of Incus and of LXD 5.0.
 */
const CODE_OF_WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [
    /no space left|not enough (?:space|memory)|disk quota|quota exceeded|reached maximum number/i,
    'capacity',
  ],
  [/exceeds? (?:the )?(?:allowed|maximum|limit)|out of memory|no free IP/i, 'capacity'],
  [/already exists|already in use|already defined/i, 'conflict'],
  [
    /is busy running|operation is already in progress|database is locked|connection refused/i,
    'transient',
  ],
  [
    /unable to connect to|i\/o timeout|no such host|TLS handshake timeout|context deadline/i,
    'transient',
  ],
  [/(?:image|alias).*not.?found|doesn't match instance type|image.*doesn't exist/i, 'config'],
  [
    /requested (?:profile|image).*|storage pool not found|network not found|project not found/i,
    'config',
  ],
  [/unknown configuration key|device validation failed|invalid (?:config|devices)/i, 'config'],
  [/not operational|isn't (?:available|supported)|failed to run: (?:modprobe|qemu)/i, 'config'],
  [/not authorized|certificate is restricted|not trusted/i, 'auth'],
]

/** Which of our codes fits the server's words, or undefined. */
export function codeOfWords(words: string): ErrorCode | undefined {
  return CODE_OF_WORDS.find(([pattern]) => pattern.test(words))?.[1]
}

/** A failed operation that says nothing known: the server understood and could not. */
export function failedOperation(words: string): ModuleError {
  const code = codeOfWords(words) ?? 'rejected'
  return { code, message: words === '' ? 'The operation failed without a reason' : words }
}

/** What an answer of the server means; undefined leaves it to the status. */
export function readError(status: number, body: unknown): Partial<ModuleError> | undefined {
  const words = errorWords(body)
  if (status === 401 || status === 403) {
    return {
      code: 'auth',
      message: `${words || `HTTP ${status}`}: the server does not trust our certificate, or not for this project`,
    }
  }
  if (status !== 400 && status !== 404 && status !== 500) return undefined
  const code = codeOfWords(words)
  return code ? { code, ...(words ? { message: words } : {}) } : undefined
}

/** What an error's answer says, or nothing. */
export function errorWords(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('error' in body)) return ''
  return typeof body.error === 'string' ? body.error : ''
}

/** Whether a power change was asked for that has happened already. */
export function isAlreadyThere(message: string): boolean {
  return /already (?:running|stopped)|is not running|is already/i.test(message)
}

/** Whether an address was refused because another instance of the network has it. */
export function isAddressTaken(message: string): boolean {
  return /address .*already (?:defined|in use|allocated)/i.test(message)
}
