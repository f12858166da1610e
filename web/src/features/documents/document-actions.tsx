import {
  IconBan,
  IconCash,
  IconCoins,
  IconFileMinus,
  IconFilePlus,
  IconFileX,
  IconReceipt2,
  IconReceiptRefund,
  IconRotate2,
  IconTransfer,
} from '@tabler/icons-react'
import type { ActionContext, ActionLook, ActionOffer } from '../../ui/action/action-types.ts'
import type { FieldSchema } from '../../ui/form/schema-model.ts'
import { type DocumentPage, documentHref, paymentHref } from './document-requests.ts'

const LOOKS: Record<string, ActionLook> = {
  record_payment: { icon: IconCash },
  pay_with_credit: { icon: IconCoins },
  announce_transfer: { icon: IconTransfer },
  issue: { icon: IconReceipt2 },
  add_line: { icon: IconFilePlus, group: 'lines' },
  withdraw_line: { icon: IconFileMinus, group: 'lines' },
  credit: { icon: IconReceiptRefund, isDangerous: true },
  void: { icon: IconFileX, isDangerous: true },
}

const PAYMENT_LOOKS: Record<string, ActionLook> = {
  refund: { icon: IconRotate2, isDangerous: true },
  resolve: { icon: IconCoins },
  charge_back: { icon: IconBan, isDangerous: true },
}

const ALSO = [['payment'], ['service'], ['order'], ['customer'], ['credit']]

/** What every place that offers a document's actions needs. */
export function documentContext(document: DocumentPage): ActionContext {
  return {
    subject: { type: 'document', name: document.name, href: documentHref(document.id) },
    texts: 'documents.actions',
    looks: LOOKS,
    currency: document.currency,
    initial: {
      record_payment: { amount: document.amountDue },
      pay_with_credit: { amount: document.amountDue },
    },
    loadChoices: async () => document.lines.map((line) => ({ value: line.id, label: line.label })),
    alsoRefresh: ALSO,
  }
}

/** The same for one of its payments. */
export function paymentContext(payment: { id: string; reference: string }): ActionContext {
  return {
    subject: { type: 'payment', name: payment.reference, href: paymentHref(payment.id) },
    texts: 'documents.paymentActions',
    looks: PAYMENT_LOOKS,
    alsoRefresh: [['document'], ['service'], ['customer'], ['credit']],
  }
}

/** The offers with the document's own lines to choose from. */
export function withLines(
  offers: ActionOffer[],
  document: Pick<DocumentPage, 'id' | 'lines'>,
): ActionOffer[] {
  const open = document.lines.filter((line) => !line.credited)
  const options = Object.fromEntries(open.map((line) => [line.id, line.label]))
  const items: FieldSchema = { type: 'string', enum: open.map((line) => line.id), options }
  return offers.map((offer) => {
    const properties = offer.form?.properties
    if (!offer.form || !properties) return offer
    const { lineIds, lineId } = properties
    return {
      ...offer,
      form: {
        ...offer.form,
        properties: {
          ...properties,
          ...(lineIds && { lineIds: { ...lineIds, items } }),
          ...(lineId && { lineId: { label: lineId.label, ...items } }),
        },
      },
    }
  })
}
