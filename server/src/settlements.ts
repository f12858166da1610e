import type { LineSettlements } from './features/documents/settlement.ts'
import type { OperationSettlements } from './features/operations/settlement.ts'

/** operation kind → what its confirmed outcome does to the service. */
export const operationSettlements = {} as OperationSettlements

/** document line kind → what happens when it is paid, withdrawn or refunded. */
export const lineSettlements = {} as LineSettlements
