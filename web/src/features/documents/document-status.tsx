import { StatusBadge } from '../../ui/value/status-badge.tsx'
import type { DocumentRow } from './document-requests.ts'

/** The status of a document; the badge calls a partly paid one so. */
export function DocumentStatus({ status }: { status: DocumentRow['status'] }) {
  return <StatusBadge kind="document" status={status === 'partial' ? 'partially_paid' : status} />
}
