import type { paths } from './schema.d.ts'

/** What a GET of the API answers: `Answer<'/api/v1/client/services/{id}'>`. */
export type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

/** One row of a list that the API answers. */
export type Row<Path extends keyof paths> =
  Answer<Path> extends { items: (infer Item)[] } ? Item : never
