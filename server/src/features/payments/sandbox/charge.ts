import { type ChargeOutcome, type ChargeRequest, fail, ok, type Result } from '@berth/sdk'
import { newToken } from '../../../platform/ids.ts'
import type { SandboxBehaviour, SandboxCharge, SandboxObjects } from './objects.ts'

/** Charges a card of the sandbox as the script or the card says. The same key twice is one charge. */
export async function chargeSandboxCard(
  objects: SandboxObjects,
  request: ChargeRequest,
  signal: AbortSignal,
): Promise<Result<ChargeOutcome>> {
  const before = await objects.find('charge', request.key)
  if (before) return ok(outcomeOf(before))
  const card = await objects.find('method', request.method.remoteId)
  if (!card || card.forgotten) return ok(gone())
  const behaviour = (await objects.nextBehaviour()) ?? card.behaviour
  if (behaviour === 'unreachable') return fail('transient', 'The sandbox gateway is unreachable')
  if (behaviour === 'hang') return neverAnswer(signal)
  const charge = await objects.putOnce('charge', request.key, chargeOf(behaviour, request))
  if (behaviour === 'drop') throw new Error('The answer of the sandbox gateway was lost')
  return ok(outcomeOf(charge))
}

/** What became of a key; null when the sandbox has never heard of it. */
export async function findSandboxCharge(
  objects: SandboxObjects,
  key: string,
): Promise<Result<ChargeOutcome | null>> {
  const charge = await objects.find('charge', key)
  return ok(charge && outcomeOf(charge))
}

function chargeOf(behaviour: SandboxBehaviour, request: ChargeRequest): SandboxCharge {
  const { amount, currency } = request.amount
  const outcome =
    behaviour === 'pending' || behaviour === 'needs_customer'
      ? behaviour
      : behaviour === 'refuse' || behaviour === 'refuse_finally'
        ? 'refused'
        : 'succeeded'
  return {
    outcome,
    final: behaviour === 'refuse_finally',
    reference: `ch_${newToken()}`,
    method: request.method.remoteId,
    amount: amount.toString(),
    currency,
  }
}

function outcomeOf({ outcome, reference, final }: SandboxCharge): ChargeOutcome {
  switch (outcome) {
    case 'succeeded':
    case 'pending':
      return { kind: outcome, reference }
    case 'needs_customer':
      return { kind: outcome, message: 'The bank wants to see the customer' }
    case 'refused':
      return final
        ? { kind: 'refused', code: 'card_stolen', message: 'The card was reported stolen', final }
        : { kind: 'refused', code: 'insufficient_funds', message: 'Not enough money', final }
  }
}

function gone(): ChargeOutcome {
  const message = 'The method is not there any more'
  return { kind: 'refused', code: 'method_gone', message, final: true }
}

function neverAnswer(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
