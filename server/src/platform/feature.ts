import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../context.ts'
import type { Action } from './action.ts'
import type { DueLoop } from './due.ts'
import type { JobHandlers } from './run-jobs.ts'

/** Fastify with zod schemas: what `routes` register on. */
export type Http = FastifyInstance<
  import('http').Server,
  import('http').IncomingMessage,
  import('http').ServerResponse,
  import('fastify').FastifyBaseLogger,
  ZodTypeProvider
>

/** Any action, for lists of them. */
export type AnyAction = Action<Context, unknown, unknown, unknown>

/** What a feature adds to the program. */
export interface Feature {
  name: string
  routes?(http: Http, ctx: Context): void
  actions?: readonly AnyAction[]
  jobs?(ctx: Context): JobHandlers
  due?(ctx: Context): DueLoop[]
}
