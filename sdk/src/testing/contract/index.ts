export type { PublishedDocument, PublishedSchema } from './document.ts'
export {
  type PublishedApi,
  type PublishedApiOptions,
  publishedApi,
  type RecordedExchange,
} from './published-api.ts'
export { schemaDifferences, type Writing } from './schema-differences.ts'
