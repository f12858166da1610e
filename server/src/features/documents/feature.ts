import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { addLine, withdrawLine } from './actions/change-lines.ts'
import { creditDocument } from './actions/credit-document.ts'
import { issueDocument } from './actions/issue-document.ts'
import { voidDocument } from './actions/void-document.ts'
import { pdfRoutes } from './pdf-routes.ts'
import { documentRoutes } from './routes.ts'

/** What can be done with a document, money aside. */
export const documentActions = [
  issueDocument,
  voidDocument,
  creditDocument,
  addLine,
  withdrawLine,
] as unknown as readonly AnyAction[]

/** Invoices, open documents and credit notes: lines, taxes, numbers. */
export const documentsFeature: Feature = {
  name: 'documents',
  actions: documentActions,
  routes(http, ctx) {
    documentRoutes(http, ctx)
    pdfRoutes(http, ctx)
  },
}
