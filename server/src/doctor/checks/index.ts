import type { Check } from '../check.ts'
import { chargeChecks } from './charges.ts'
import { documentChecks } from './documents.ts'
import { moneyChecks } from './money.ts'
import { operationChecks } from './operations.ts'
import { queueChecks } from './queues.ts'
import { referenceCheck } from './references.ts'
import { renewalChecks } from './renewals.ts'
import { scheduleChecks } from './schedule.ts'
import { serviceChecks } from './services.ts'

/** Everything that the doctor looks at. */
export const CHECKS: readonly Check[] = [
  ...renewalChecks,
  ...documentChecks,
  ...moneyChecks,
  ...chargeChecks,
  ...serviceChecks,
  ...scheduleChecks,
  ...operationChecks,
  ...queueChecks,
  referenceCheck,
]
