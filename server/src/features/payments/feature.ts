import './auto-pay/texts.ts'
import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { creditActions } from '../credits/feature.ts'
import { documentActions } from '../documents/feature.ts'
import { announceTransfer } from './actions/announce-transfer.ts'
import { chargeBackPayment } from './actions/charge-back-payment.ts'
import { recordDocumentPayment } from './actions/record-payment.ts'
import { refundPayment } from './actions/refund-payment.ts'
import { resolvePayment } from './actions/resolve-payment.ts'
import { setAutoPay, stopAutoPay } from './auto-pay/actions.ts'
import { chargesLoop } from './charges/run-charges.ts'
import { documentPageRoutes } from './document-page-routes.ts'
import { probeLoop } from './gateways/probe-gateways.ts'
import { gatewayRoutes } from './gateways/routes.ts'
import { sendRefund } from './give-back.ts'
import { hookRoutes } from './hook-routes.ts'
import { closeAllMethods } from './methods/close-all.ts'
import { closeRefused } from './methods/close-refused.ts'
import { forgetMethod } from './methods/forget-method.ts'
import { methodRoutes } from './methods/routes.ts'
import { expiryLoop } from './methods/tell-expiry.ts'
import { processEvent } from './process-event.ts'
import { paymentRoutes, payRoutes } from './routes.ts'
import { sandboxRoutes } from './sandbox/routes.ts'

const ofDocuments = [recordDocumentPayment, announceTransfer] as unknown as readonly AnyAction[]
const ofPayments = [
  refundPayment,
  resolvePayment,
  chargeBackPayment,
] as unknown as readonly AnyAction[]

const ofServices = [setAutoPay, stopAutoPay] as unknown as readonly AnyAction[]

/** Money that comes and goes: gateways, transfers, refunds, chargebacks. */
export const paymentsFeature: Feature = {
  name: 'payments',
  actions: [...ofDocuments, ...ofPayments, ...ofServices],
  routes(http, ctx) {
    const document = [...documentActions, ...creditActions, ...ofDocuments]
    documentPageRoutes(http, ctx, { document, payment: ofPayments })
    paymentRoutes(http, ctx, ofPayments)
    payRoutes(http, ctx)
    hookRoutes(http, ctx)
    gatewayRoutes(http, ctx)
    methodRoutes(http, ctx)
    sandboxRoutes(http, ctx)
  },
  due: (ctx) => [chargesLoop(ctx), expiryLoop(ctx), probeLoop(ctx)],
  jobs: (ctx) => ({
    'gateway_event.process': ({ gatewayEventId }) => processEvent(ctx, String(gatewayEventId)),
    'method.close_all': ({ customerId }) => closeAllMethods(ctx, String(customerId)),
    'method.close_refused': ({ methodId }) => closeRefused(ctx, String(methodId)),
    'method.forget': ({ methodId }) => forgetMethod(ctx, String(methodId)),
    'refund.send': ({ refundId }) => sendRefund(ctx, String(refundId)),
  }),
}
