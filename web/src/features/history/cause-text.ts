import type { TFunction } from 'i18next'

type Cause = Record<string, unknown> | null | undefined

/** Why something happened, in a few words; nothing where somebody simply asked for it. */
export function causeText(cause: Cause, t: TFunction): string {
  if (!cause) return ''
  switch (cause.kind) {
    case 'policy': {
      const step = t(`history.step.${String(cause.step)}`, { defaultValue: String(cause.step) })
      return t('history.cause.policy', { step })
    }
    case 'payment': {
      const reference = String(cause.reference ?? cause.gateway ?? '')
      return t('history.cause.payment', { reference }).trim()
    }
    case 'batch':
      return t('history.cause.batch', { number: String(cause.number ?? '') })
    case 'order':
      return t('history.cause.order')
    case 'operation':
      return causeText(cause.because as Cause, t)
    default:
      return ''
  }
}

/** Where a cause can be looked at: a batch, an order. */
export function causeLink(cause: Cause): string | null {
  if (!cause) return null
  if (cause.kind === 'operation') return causeLink(cause.because as Cause)
  if (cause.kind === 'batch' && cause.batchId) return `/admin/batches/${String(cause.batchId)}`
  if (cause.kind === 'order' && cause.orderId) return `/admin/orders/${String(cause.orderId)}`
  return null
}

/** The operation behind an entry, whose attempts tell the rest. */
export function causeOperation(cause: Cause): string | null {
  return cause?.kind === 'operation' && typeof cause.operationId === 'string'
    ? cause.operationId
    : null
}
