import { createHmac } from 'node:crypto'
import { type StandIn, type StandInRequest, startStandIn } from '@berth/sdk/testing'
import { z } from 'zod'
import { refused } from './answers.ts'
import type { BankAnswer, TestToken } from './bank.ts'
import { readBrackets } from './brackets.ts'
import { completePage, expirePage, type PageOutcome } from './checkout.ts'
import { startHostedPage } from './hosted-page.ts'
import { ROUTES, type Route } from './routes.ts'
import { type Account, emit, newAccount } from './state.ts'
import { closeDispute, dispute, held, settle } from './take-money.ts'

export type { BankAnswer, TestToken } from './bank.ts'

export const SECRET_KEY = 'sk_test_secretkeythatmuststaysecret'
export const WEBHOOK_SECRET = 'whsec_signingsecretthatmuststaysecret'
const API_VERSION = '2026-10-28.endive'

/** A notice as Stripe posts it. */
export interface SignedNotice {
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A Stripe account that is none: the API, its hosted page, its banks and its notices. */
export interface StripeStandIn extends Pick<StandIn, 'url' | 'faults' | 'exchanges'> {
  readonly account: Account
  /** The settings of the gateway with which it is reached. */
  readonly settings: { readonly [name: string]: unknown }
  /** A customer fills in the page at this address. */
  completePage(redirectUrl: string, token: TestToken): PageOutcome
  expirePage(redirectUrl: string): void
  /** From now on the bank answers so for this method. */
  bankSays(methodId: string, says: BankAnswer): void
  /** The bank decides what was processing. */
  settle(intentId: string, pays: boolean): void
  dispute(intentId: string, isInquiry?: boolean): void
  closeDispute(disputeId: string, status: 'won' | 'lost'): void
  failRefund(refundId: string): void
  withdrawMandate(methodId: string): void
  /** The bank sent its customer another card; without `isByBank` the holder typed a new date. */
  renewCard(methodId: string, card: { last4?: string; exp_year: number }, isByBank?: boolean): void
  /** The notices that were not taken yet, signed at this moment. */
  takeNotices(): SignedNotice[]
  /** Posts them to an address, as Stripe would; answers the statuses. */
  postNotices(url: string): Promise<number[]>
  close(): Promise<void>
}

/** Starts it on free ports; `now` gives epoch milliseconds. */
export async function startStripe({ now }: { now(): number }): Promise<StripeStandIn> {
  const account = newAccount(now)
  const page = await startHostedPage(account)
  account.pageUrl = page.url
  const standIn = await startStandIn({
    answer: (request) => answer(account, request),
    refusal: (status) => ({ error: { type: 'api_error', message: `Refused with ${status}` } }),
  })
  let taken = 0
  const takeNotices = () => {
    const fresh = account.events.slice(taken)
    taken = account.events.length
    return fresh.map(({ type, body }) => ({ type, ...sign(body, now()) }))
  }
  return {
    url: standIn.url,
    faults: standIn.faults,
    exchanges: standIn.exchanges,
    account,
    settings: { secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET, apiBase: standIn.url },
    completePage: (url, token) => completePage(account, sessionIn(url), token),
    expirePage: (url) => expirePage(account, sessionIn(url)),
    bankSays: (methodId, says) => void account.banks.set(methodId, says),
    settle: (intentId, pays) => settle(account, intentId, pays),
    dispute: (intentId, isInquiry) => dispute(account, intentId, isInquiry),
    closeDispute: (disputeId, status) => closeDispute(account, disputeId, status),
    failRefund(id) {
      const failed = { ...held(account.refunds, id), status: 'failed' as const }
      const told = { ...failed, failure_reason: 'lost_or_stolen_card' }
      account.refunds.set(id, told)
      emit(account, 'refund.failed', told)
    },
    withdrawMandate(methodId) {
      const id = account.id('mandate')
      const mandate = { id, object: 'mandate', status: 'inactive', payment_method: methodId }
      emit(account, 'mandate.updated', mandate)
    },
    renewCard(methodId, card, isByBank = true) {
      const method = held(account.methods, methodId)
      if (!method.card) throw new Error(`${methodId} is no card`)
      const renewed = { ...method, card: { ...method.card, ...card } }
      account.methods.set(methodId, renewed)
      emit(account, `payment_method.${isByBank ? 'automatically_updated' : 'updated'}`, renewed)
    },
    takeNotices,
    async postNotices(url) {
      const statuses: number[] = []
      for (const { headers, body } of takeNotices()) {
        statuses.push((await fetch(url, { method: 'POST', headers, body })).status)
      }
      return statuses
    },
    async close() {
      await page.close()
      await standIn.close()
    },
  }
}

/** https://docs.stripe.com/webhooks/signature */
export function sign(body: string, nowMs: number, secret = WEBHOOK_SECRET) {
  const seconds = Math.floor(nowMs / 1000)
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': `t=${seconds},v1=${signature}`,
    },
    body,
  }
}

const sessionIn = (redirectUrl: string) => redirectUrl.slice(redirectUrl.lastIndexOf('/') + 1)

function answer(account: Account, request: StandInRequest) {
  const { headers, method, path } = request
  if (headers['stripe-version'] !== API_VERSION) throw new Error('asks for another version')
  if (headers.authorization !== `Bearer ${SECRET_KEY}`) {
    const message = 'Invalid API Key provided: sk_test_****'
    return refused(401, { type: 'invalid_request_error', message })
  }
  const found = routeOf(method, path)
  if (!found) return null
  if (account.denied.has(path.split('/')[2] ?? '')) {
    const message = 'The provided key does not have the required permissions for this endpoint.'
    return refused(403, { type: 'invalid_request_error', message })
  }
  const sent = method === 'GET' ? request.query : Object.entries(formOf(request))
  const fields = found.route.fields.safeParse(readBrackets(sent))
  // Stripe would answer `parameter_unknown`; here it is the test that is wrong.
  if (!fields.success) throw new Error(z.prettifyError(fields.error))
  const call = { account, id: found.id, fields: fields.data, path }
  return method === 'GET'
    ? found.route.answer(call)
    : onceOnly(account, request, () => found.route.answer(call))
}

function formOf({ body, form }: StandInRequest): Record<string, string> {
  if (body === null) return {}
  if (!form) throw new Error('the body is no form')
  return body as Record<string, string>
}

function routeOf(method: string, path: string): { route: Route; id: string } | null {
  for (const route of ROUTES) {
    if (route.method !== method) continue
    const match = new RegExp(`^${route.path.replace('*', '(\\w+)')}$`).exec(path)
    if (match) return { route, id: match[1] ?? '' }
  }
  return null
}

/** https://docs.stripe.com/api/idempotent_requests: the first answer is given again. */
function onceOnly(
  account: Account,
  { headers, path, body }: StandInRequest,
  run: () => ReturnType<Route['answer']>,
): ReturnType<Route['answer']> {
  const key = headers['idempotency-key']
  if (typeof key !== 'string') throw new Error('a change without an idempotency key')
  if (account.busyKeys.has(key)) {
    const message = 'There is currently another in-progress request using this Idempotent Key.'
    return refused(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message })
  }
  const request = JSON.stringify([path, body])
  const kept = account.answers.get(key)
  if (kept && kept.request !== request) {
    const message = 'Keys for idempotent requests can only be used with the same parameters.'
    return refused(400, { type: 'idempotency_error', message })
  }
  if (kept) return { ...kept, headers: { 'idempotent-replayed': 'true' } }
  // An answer is kept as it was, whatever becomes of the object.
  const given = run()
  account.answers.set(key, { request, status: given.status, body: structuredClone(given.body) })
  return given
}
