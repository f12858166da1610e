import { refused, type Verdict } from '../../../platform/action.ts'
import type { DriftSubject } from '../drift-subject.ts'

/** Why nothing can be done about a row at present; null when something can. */
export function notFixable({ row, server }: DriftSubject): Verdict | null {
  if (row.state === 'fixing') return refused('drift_being_fixed')
  if (row.state === 'fixed' || row.state === 'gone') return refused('drift_settled')
  return server === null ? refused('drift_server_deleted') : null
}
