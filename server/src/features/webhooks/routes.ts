import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { say } from '../../platform/text.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { EVENT_KINDS } from './events/catalogue.ts'
import { exampleOf } from './events/examples.ts'
import { findEndpoint, listEndpoints, toEndpointJson } from './queries.ts'
import {
  createBody,
  createdEndpointJson,
  endpointJson,
  eventKindJson,
  newEndpointJson,
  savedEndpointJson,
  updateBody,
} from './schemas.ts'
import {
  checkEvents,
  checkUrl,
  createEndpoint,
  deleteEndpoint,
  formatOf,
  rotateSecret,
  sendTestEvent,
  updateEndpoint,
} from './write-endpoint.ts'

const tags = ['webhooks']
const params = z.object({ id: z.uuid() })
const read = { access: { kind: 'staff', permission: 'webhooks:read' } } as const
const update = { access: { kind: 'staff', permission: 'webhooks:update' } } as const
const URL = '/api/v1/admin/webhooks'

/** Staff say who is told what, and see what was sent. */
export function webhookRoutes(http: Http, ctx: Context): void {
  readRoutes(http, ctx)
  writeRoutes(http, ctx)
  secretRoutes(http, ctx)
  deliveryRoutes(http, ctx)
}

function readRoutes(http: Http, ctx: Context): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'The endpoints that are told what happens',
        tags,
        response: { 200: z.object({ items: z.array(endpointJson) }) },
      },
    },
    async () => ({ items: await listEndpoints(ctx.db) }),
  )
  http.get(
    `${URL}/events`,
    {
      config: read,
      schema: {
        summary: 'The events there are, each with an example of what is sent',
        tags,
        response: { 200: z.object({ items: z.array(eventKindJson) }) },
      },
    },
    async (request) => {
      const { language } = actorOf(request)
      return {
        items: Object.entries(EVENT_KINDS).map(([type, { says, subject }]) => ({
          ...{ type, subject, description: says[language], example: exampleOf(type) },
        })),
      }
    },
  )
  http.get(
    `${URL}/:id`,
    {
      config: read,
      schema: { summary: 'One endpoint', tags, params, response: { 200: endpointJson } },
    },
    async (request) => toEndpointJson(await findEndpoint(ctx.db, request.params.id)),
  )
}

function writeRoutes(http: Http, ctx: Context): void {
  http.post(
    URL,
    {
      config: update,
      schema: {
        summary: 'Add an endpoint; its secret is answered this once',
        tags,
        body: createBody,
        response: { 201: createdEndpointJson },
      },
    },
    async (request, reply) => {
      const { name, events, format, url: given } = request.body
      const { url, warning } = await checkUrl(ctx, given)
      const wanted = { name, events: checkEvents(events), format: format ?? formatOf(url) }
      const env = requestEnv(ctx, request)
      const made = await inTransaction(ctx, (tx) => createEndpoint(tx, env, url, wanted))
      const { endpoint, secret } = made
      return reply.code(201).send({
        ...{ ...toEndpointJson(endpoint), secret },
        warning: warning && say(warning, env.actor.language),
      })
    },
  )
  http.put(
    `${URL}/:id`,
    {
      config: update,
      schema: {
        summary: 'Change an endpoint; switched off, it gives up what it had still to send',
        tags,
        params,
        body: updateBody,
        response: { 200: savedEndpointJson },
      },
    },
    async (request) => {
      const { id } = request.params
      await findEndpoint(ctx.db, id)
      const { url: given, events, ...rest } = request.body
      const checked = given === undefined ? null : await checkUrl(ctx, given)
      const wanted = { ...rest, url: checked?.url ?? null, events: checkEvents(events) }
      const env = requestEnv(ctx, request)
      const endpoint = await inTransaction(ctx, (tx) => updateEndpoint(tx, env, id, wanted))
      const warning = checked?.warning
      return {
        ...toEndpointJson(endpoint),
        warning: warning ? say(warning, env.actor.language) : null,
      }
    },
  )
  http.delete(
    `${URL}/:id`,
    {
      config: update,
      schema: {
        summary: 'Remove an endpoint with its log',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => deleteEndpoint(tx, env, request.params.id))
      return reply.code(204).send(null)
    },
  )
}

function secretRoutes(http: Http, ctx: Context): void {
  http.post(
    `${URL}/:id/rotate`,
    {
      config: update,
      schema: {
        summary: 'A new secret; the former one signs beside it for a day',
        tags,
        params,
        response: { 200: newEndpointJson },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const made = await inTransaction(ctx, (tx) => rotateSecret(tx, env, request.params.id))
      return { ...toEndpointJson(made.endpoint), secret: made.secret }
    },
  )
  http.post(
    `${URL}/:id/test`,
    {
      config: update,
      schema: {
        summary: 'Send a test event to this endpoint',
        tags,
        params,
        response: { 200: z.object({ deliveryId: z.uuid() }) },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const { id } = request.params
      return { deliveryId: await inTransaction(ctx, (tx) => sendTestEvent(tx, env, id)) }
    },
  )
}
