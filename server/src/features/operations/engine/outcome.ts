import { fail, type ModuleError } from '@berth/sdk'
import type { Answer } from '../../servers/ask-module.ts'
import type { OperationReport } from '../settlement.ts'

/** What came of one claim. */
export type Outcome =
  | { kind: 'succeeded'; report: OperationReport }
  /** The provider, or what we know of it, says no; nothing was done. */
  | { kind: 'failed'; error: ModuleError }
  /** Something that only a person can judge: several resources with our key, or none after all. */
  | {
      kind: 'finding'
      code: 'duplicate' | 'unconfirmed'
      message: string
      remoteIds: readonly string[]
    }
  /** A change was sent and its answer is lost. */
  | { kind: 'unknown'; message: string }
  /** The process of ours that was at it ended without an answer. */
  | { kind: 'died'; message: string }
  /** It was unknown and still is: asking was refused. */
  | { kind: 'asked_in_vain'; error: ModuleError }
  /** Nothing is there yet after a lost answer: it may still appear. */
  | { kind: 'absent' }
  /** The provider goes on with it by itself. */
  | { kind: 'still_running'; error: ModuleError }
  /** A newer intent or staff asked to give up, and nothing is under way. */
  | { kind: 'given_up' }
  /** It was done on the server and our books could not take it in. */
  | { kind: 'unrecorded'; message: string }

/** What a refused change comes to. */
export function refusal(answer: Exclude<Answer<unknown>, { kind: 'value' }>): Outcome {
  if (answer.kind === 'lost') return { kind: 'unknown', message: answer.message }
  const { error } = answer
  return error.stillRunning ? { kind: 'still_running', error } : { kind: 'failed', error }
}

/** An error of our own, in the module's words. */
export const failed = (...of: Parameters<typeof fail>): Outcome => ({
  kind: 'failed',
  error: fail(...of).error,
})
