import { fail, type ModuleError, maskSecrets, ok, type Result } from '@berth/sdk'
import type Stripe from 'stripe'
import { connect, type StripeContext } from './client.ts'
import { officialPackage } from './official-package.ts'

type StripeError = InstanceType<typeof Stripe.errors.StripeError>

/** Failures that happen before a byte of the request has left. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** Stripe does not say for how long it wants to be left alone. */
const UNSAID_WAIT_MS = 30_000

/** Asks Stripe; what it refuses is a result. What is not of Stripe's making is thrown. */
export async function asked<T>(
  ctx: StripeContext,
  run: (stripe: Stripe) => Promise<T>,
): Promise<Result<T>> {
  try {
    return ok(await run(connect(ctx)))
  } catch (error) {
    return failureOf(ctx, error)
  }
}

/** As `asked`, for what changes nothing: an answer that did not come has lost nothing. */
export async function read<T>(
  ctx: StripeContext,
  run: (stripe: Stripe) => Promise<T>,
): Promise<Result<T>> {
  const answer = await asked(ctx, run)
  if (answer.ok || !answer.error.lost) return answer
  const { lost: _lost, ...error } = answer.error
  return { ok: false, error }
}

/**
 * What a thrown error means: https://docs.stripe.com/error-handling. A 5xx says nothing about what
 * was done, and a 409 means that a request with the same key is still at work: both are lost.
 */
export function failureOf(ctx: StripeContext, error: unknown): Result<never> {
  const { errors } = officialPackage()
  if (!(error instanceof errors.StripeError)) throw error
  const { secretKey, webhookSecret } = ctx.settings
  const message = maskSecrets(error.message || error.type, [secretKey, webhookSecret])
  if (error instanceof errors.StripeConnectionError) return connectionFailure(error, message)
  if (error instanceof errors.StripeRateLimitError) {
    return fail('transient', message, { retryAfterMs: retryAfterMs(error) ?? UNSAID_WAIT_MS })
  }
  if (error instanceof errors.StripeAuthenticationError) return fail('auth', message)
  if (error instanceof errors.StripePermissionError) return fail('auth', message)
  if (error instanceof errors.StripeIdempotencyError) return fail('conflict', message)
  const { statusCode = 500 } = error
  if (statusCode === 409 || statusCode >= 500) return fail('transient', message, { lost: true })
  return fail(statusCode === 404 ? 'not_found' : 'rejected', message)
}

/** Whether something that was named is not there (any more). */
export function isMissing(error: unknown): boolean {
  const { StripeError } = officialPackage().errors
  return error instanceof StripeError && error.code === 'resource_missing'
}

function connectionFailure(error: StripeError, message: string): Result<never> {
  const cause = rootOf(error.detail)
  const code = cause && 'code' in cause ? String(cause.code) : ''
  const words = cause ? `${message} ${cause.message}` : message
  const more: Pick<ModuleError, 'lost'> = NOT_SENT.has(code) ? {} : { lost: true }
  if (/CERT|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return fail('config', words)
  return fail('transient', words, more)
}

/** The first cause that was told, below the client's and fetch's own words. */
function rootOf(error: unknown): Error | null {
  if (!(error instanceof Error)) return null
  const inner = 'exception' in error ? error.exception : error.cause
  return rootOf(inner) ?? error
}

function retryAfterMs({ headers }: StripeError): number | null {
  const seconds = Number(headers?.['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
}
