import { heardByBatches } from './features/batches/follow-operations.ts'
import { creditOfCustomer } from './features/credits/customer-guard.ts'
import { excessToCredit } from './features/credits/excess-to-credit.ts'
import type { CustomerGuard } from './features/customers/guards.ts'
import { documentsOfCustomer } from './features/documents/customer-guard.ts'
import { besideServiceLine } from './features/documents/service-lines.ts'
import {
  type ExcessSettlement,
  type LineSettlements,
  nothingFollows,
} from './features/documents/settlement.ts'
import { heardByDrift } from './features/drift/follow-operations.ts'
import { importSettlement } from './features/imports/settlement.ts'
import type { OperationSettlements } from './features/operations/settlement.ts'
import { orderedServiceLine } from './features/orders/line-settlement.ts'
import { withdrawStarts } from './features/orders/withdraw-ended.ts'
import { giveBackUndelivered } from './features/payments/undelivered.ts'
import {
  renewalLineSettlement,
  renewalPartSettlement,
} from './features/renewals/line-settlement.ts'
import { owedDocument } from './features/renewals/owed-document.ts'
import { hasOpenRenewal, remakeRenewal } from './features/renewals/remake-renewal.ts'
import { restoreRenewal } from './features/renewals/restore-renewal.ts'
import { withdrawRenewals } from './features/renewals/withdraw-renewals.ts'
import { servicesOfCustomer } from './features/services/customer-guard.ts'
import {
  ownerChanged,
  passwordReset,
  planChanged,
  powered,
  reinstalled,
  resourceRenamed,
} from './features/services/outcomes/changed.ts'
import { delivered } from './features/services/outcomes/delivered.ts'
import { redelivered } from './features/services/outcomes/redelivered.ts'
import { removed } from './features/services/outcomes/removed.ts'
import { suspended, unsuspended } from './features/services/outcomes/suspended.ts'
import type { ServiceSettlement } from './features/services/settlement.ts'

/**
 * operation kind → what its confirmed outcome does to the service. Batches and the drift inbox hear of
 * all of them.
 */
export const operationSettlements: OperationSettlements = heardByDrift(
  heardByBatches({
    create: delivered,
    adopt: importSettlement,
    suspend: suspended,
    unsuspend: unsuspended,
    terminate: removed,
    redeliver: redelivered,
    change_plan: planChanged,
    rename: resourceRenamed,
    reinstall: reinstalled,
    reset_password: passwordReset,
    power: powered,
    change_owner: ownerChanged,
  }),
)

/** document line kind → what happens when it is paid, withdrawn or refunded. */
export const lineSettlements: LineSettlements = {
  service_start: orderedServiceLine,
  option: besideServiceLine,
  setup_fee: besideServiceLine,
  renewal: renewalLineSettlement,
  renewal_part: renewalPartSettlement,
  custom: nothingFollows,
}

/** Money that a document does not need any more becomes customer credit. */
export const excessSettlement: ExcessSettlement = { overpaid: excessToCredit }

/** What higher features do when a service is ended or given up. */
export const serviceSettlement: ServiceSettlement = {
  renewalsGivenUp: withdrawRenewals,
  undeliveredGivenBack: giveBackUndelivered,
  startGivenUp: withdrawStarts,
  owedDocument,
  hasOpenRenewal,
  renewalRemade: remakeRenewal,
  renewalRestored: restoreRenewal,
}

/** What must be over before a customer is forgotten or pays in another currency. */
export const customerGuards: readonly CustomerGuard[] = [
  servicesOfCustomer,
  documentsOfCustomer,
  creditOfCustomer,
]
