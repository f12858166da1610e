import './texts.ts'
import './price-texts.ts'
import './transfer-texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { applyPrice } from './actions/apply-price.ts'
import { changeCycle } from './actions/change-cycle.ts'
import { chargeNow } from './actions/charge-now.ts'
import { renewService } from './actions/renew-service.ts'
import { transferService } from './actions/transfer-service.ts'
import { undoPriceChange } from './actions/undo-price-change.ts'
import { withdrawRenewal } from './actions/withdraw-renewal.ts'
import { renewalRoutes } from './routes.ts'

export const renewalsFeature: Feature = {
  name: 'renewals',
  routes: renewalRoutes,
  actions: [
    ...[renewService, withdrawRenewal, changeCycle, chargeNow],
    ...[applyPrice, undoPriceChange, transferService],
  ] as AnyAction[],
}
