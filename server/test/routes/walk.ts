import type { z } from 'zod'
import type { KnownRoute } from '../../src/platform/http.ts'
import type { TestApp } from '../app.ts'
import { sampleOf } from './sample.ts'

/** An id that no row has. */
export const UNKNOWN_ID = '00000000-0000-7000-8000-000000000000'

/** Every route of the API that says who may call it, without the documentation's own. */
export function routesOf(app: TestApp): KnownRoute[] {
  return app.http.routeTable.filter(
    (route) => route.method !== 'HEAD' && route.url.startsWith('/api/'),
  )
}

export const nameOf = (route: KnownRoute): string => `${route.method} ${route.url}`

/** The names of the path's gaps. */
export const gapsOf = (route: KnownRoute): string[] =>
  [...route.url.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')

/** True when every gap takes a uuid. */
export function takesIds(route: KnownRoute): boolean {
  const gaps = gapsOf(route)
  const params = route.schema?.params as z.ZodType | undefined
  const filled = Object.fromEntries(gaps.map((name) => [name, UNKNOWN_ID]))
  const garbled = Object.fromEntries(gaps.map((name) => [name, 'not-an-id']))
  return (
    gaps.length > 0 &&
    params !== undefined &&
    params.safeParse(filled).success &&
    !params.safeParse(garbled).success
  )
}

/** The path with its gaps filled. */
export function pathOf(route: KnownRoute, fill: (gap: string) => string): string {
  return route.url.replace(/:(\w+)/g, (_match, gap: string) => fill(gap)).replace(/\*$/, 'x')
}

/** A body that is let through, found in the schema or said by the test; null when there is none. */
export function bodyOf(
  route: KnownRoute,
  bodies: Record<string, unknown>,
): { payload?: object } | null {
  const schema = route.schema?.body as z.ZodType | undefined
  if (!schema) return {}
  const sample = { value: bodies[nameOf(route)] }
  const found = sample.value === undefined ? sampleOf(schema) : sample
  return found ? { payload: found.value as object } : null
}
