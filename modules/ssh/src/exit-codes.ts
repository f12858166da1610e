import { type ErrorCode, fail, type Result } from '@berth/sdk'
import type { Answer } from './answer.ts'
import { readSaid } from './said.ts'

/** What the exit code of a script means, after BSD's sysexits; the rest is `rejected`. */
const CODE_OF_EXIT: Readonly<Record<number, ErrorCode>> = {
  64: 'config',
  65: 'rejected',
  66: 'not_found',
  69: 'capacity',
  71: 'transient',
  74: 'transient',
  75: 'transient',
  76: 'conflict',
  77: 'auth',
  78: 'config',
  // Its time was over.
  124: 'transient',
  // Cannot be carried out, or calls what is not there.
  126: 'config',
  127: 'config',
}

/** A script that a signal ended, or whose time was over, may have done its work in part. */
export function wasEnded(exit: number): boolean {
  return exit === 124 || exit > 128
}

/**
 * Why a script refused: its own `message=`, else the end of its standard error. `mask` takes
 * secrets out of what it said.
 */
export function refusalOf(answer: Answer, mask: (words: string) => string): Result<never> {
  const exit = answer.exit ?? 0
  const { words } = readSaid(answer.out)
  const code = wasEnded(exit) ? 'transient' : (CODE_OF_EXIT[exit] ?? 'rejected')
  const lastWords = answer.err.trim().split('\n').slice(-5).join('\n')
  const why = exit === 124 ? 'The script took too long and was ended' : lastWords
  const message = words.get('message') || why || `The script ended with exit code ${exit}`
  const wait = Number(words.get('retry_after'))
  return fail(code, mask(message).slice(0, 2000), {
    ...(code === 'transient' && Number.isFinite(wait) && wait > 0
      ? { retryAfterMs: Math.min(wait, 86_400) * 1000 }
      : {}),
    ...(wasEnded(exit) ? { lost: true as const } : {}),
  })
}
