import type { ModuleError } from '@berth/sdk'
import type { CallFinding } from '../../../domain/server-gate.ts'
import type { ToldByCalls } from './call.ts'
import type { Outcome } from './outcome.ts'

/**
 * What the outcome of a claim says about its server; null when it says nothing: no call was made, or
 * what went wrong is the module's fault or was asked for.
 */
export function findingOf(outcome: Outcome, told: ToldByCalls | null): CallFinding | null {
  switch (outcome.kind) {
    case 'failed':
    case 'asked_in_vain':
      return findingOfError(outcome.error, told)
    case 'unknown':
      return told?.blame === 'server' ? { kind: 'failing' } : null
    default:
      return told && told.calls > 0 ? { kind: 'answered' } : null
  }
}

function findingOfError(error: ModuleError, told: ToldByCalls | null): CallFinding | null {
  const { code, retryAfterMs } = error
  // Also what we found wrong ourselves, before any call: every other operation would meet it too.
  if (code === 'auth' || code === 'config') return { kind: 'locked_out', cause: code }
  if (!told || told.calls === 0) return null
  if (code !== 'transient') return { kind: 'answered' }
  if (retryAfterMs !== undefined) return { kind: 'rate_limited', retryAfterMs }
  return told.blame === null || told.blame === 'server' ? { kind: 'failing' } : null
}

/** What staff read of it as the server's last error; null when nothing went wrong. */
export function complaintOf(outcome: Outcome): string | null {
  switch (outcome.kind) {
    case 'failed':
    case 'asked_in_vain':
      return outcome.error.message
    case 'unknown':
    case 'finding':
      return outcome.message
    default:
      return null
  }
}
