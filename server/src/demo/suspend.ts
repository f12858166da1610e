import type { Facts } from '../domain/automation/index.ts'
import { toIso } from '../domain/instant.ts'
import { isStaffCause, type SuspensionCause } from '../domain/service-status.ts'
import type { SuspensionEntry } from '../features/services/tables.ts'
import { AUTOMATION } from '../platform/actor.ts'
import type { Estate } from './establish.ts'
import { who } from './making.ts'

/** What support noted, and what the customer reads. */
export const SAID: Readonly<Partial<Record<SuspensionCause, { note: string; message: string }>>> = {
  abuse: {
    note: 'Abuse report: mails of a phishing campaign leave this machine',
    message: 'Your service sent unwanted mails. Please write to us once it is cleaned up.',
  },
  dispute: {
    note: 'The cardholder disputes the last payment; waiting for the bank',
    message: 'Your bank has called a payment back. Please contact our accounts department.',
  },
  request: { note: 'Asked for by the customer, until the end of the works', message: '' },
  other: { note: 'Address could not be verified', message: 'Please confirm your postal address.' },
}

/** The causes that stand now, as the service keeps them. */
export function suspensionsOf({ causes }: Facts, estate: Estate): SuspensionEntry[] {
  const support = estate.staffByRole.get('support')
  return causes.map(({ cause, since }) => {
    const by = isStaffCause(cause) && support ? support : AUTOMATION
    return {
      cause,
      ...(SAID[cause] ?? { note: '', message: '' }),
      since: toIso(since),
      by: who(by),
    }
  })
}
