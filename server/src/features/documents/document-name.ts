import { formatReference } from '../../domain/document-lifecycle.ts'
import type { Document } from './settlement.ts'

/** What people call a document: its fiscal number, or its reference while it has none. */
export function nameOf(document: Pick<Document, 'number' | 'serial'>): string {
  return document.number ?? formatReference(document.serial)
}
