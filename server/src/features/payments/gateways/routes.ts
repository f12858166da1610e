import { type Gateway, secretFields } from '@berth/sdk'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import { readForm } from '../../../platform/form-input.ts'
import { notFound, Problem } from '../../../platform/problem.ts'
import { requestEnv } from '../../../platform/request-env.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { askGateway } from './ask-gateway.ts'
import { gatewayJson, gatewayPage, gatewayPageJson, listGateways } from './gateway-json.ts'
import { readStored } from './stored-settings.ts'
import { typedSettings, writeGateway } from './write-gateway.ts'

const tags = ['gateways']
const params = z.object({ id: z.string().min(1).max(60) })
const reading = { access: { kind: 'staff', permission: 'settings:read' } } as const
const writing = { access: { kind: 'staff', permission: 'settings:update' } } as const

/** Staff: the payment gateways and what each needs to know. */
export function gatewayRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/gateways',
    {
      config: reading,
      schema: {
        summary: 'The payment gateways that are installed',
        tags,
        response: { 200: z.object({ items: z.array(gatewayJson) }) },
      },
    },
    async (request) => {
      const all = await listGateways(ctx, actorOf(request).language)
      return { items: all.map(({ json }) => json) }
    },
  )
  http.get(
    '/api/v1/admin/gateways/:id',
    {
      config: reading,
      schema: {
        summary: 'One gateway with the form of its settings',
        tags,
        params,
        response: { 200: gatewayPageJson },
      },
    },
    (request) => pageOr404(ctx, request.params.id, actorOf(request).language),
  )
  changeRoutes(http, ctx)
}

function changeRoutes(http: Http, ctx: Context): void {
  http.put(
    '/api/v1/admin/gateways/:id',
    {
      config: writing,
      schema: {
        summary: 'Set a gateway up; a secret left out keeps its value, null forgets it',
        tags,
        params,
        body: z.strictObject({
          version: z.int().min(0),
          enabled: z.boolean(),
          settings: z.record(z.string(), z.unknown()),
        }),
        response: { 200: gatewayPageJson },
      },
    },
    async (request) => {
      const { id } = request.params
      const gateway = installed(ctx, id)
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => writeGateway(tx, env, gateway, request.body))
      return pageOr404(ctx, id, actorOf(request).language)
    },
  )
  http.post(
    '/api/v1/admin/gateways/:id/test',
    {
      config: writing,
      schema: {
        summary: 'Ask the gateway whether the settings work, typed in or stored',
        tags,
        params,
        body: z.strictObject({ settings: z.record(z.string(), z.unknown()).default({}) }),
        response: {
          200: z.object({
            ok: z.boolean(),
            /** Whose account it is. */
            account: z.string().nullable(),
            /** What is missing, in the gateway's own words. */
            message: z.string().nullable(),
          }),
        },
      },
    },
    (request) => tryGateway(ctx, installed(ctx, request.params.id), request.body.settings),
  )
}

function installed(ctx: Context, id: string): Gateway {
  const gateway = ctx.gateways.get(id)
  if (!gateway) throw notFound()
  return gateway
}

async function pageOr404(ctx: Context, id: string, language: 'en' | 'fr') {
  const page = await gatewayPage(ctx, id, language)
  if (!page) throw notFound()
  return page
}

/** Nothing is kept of what it finds but whether the gateway answers. */
async function tryGateway(ctx: Context, gateway: Gateway, settings: Record<string, unknown>) {
  const stored = (await readStored(ctx.db, [gateway])).get(gateway.id)
  if (!stored) throw notFound()
  const typed = typedSettings(ctx, gateway, { typed: { ...stored.settings, ...settings }, stored })
  const form = readForm(gateway.settings, typed, '/settings')
  if (!form.ok) throw new Problem('invalid', { errors: form.errors })
  const secrets = secretFields(gateway.settings)
    .map((field) => form.value[field])
    .filter((value): value is string => typeof value === 'string')
  const { enabled } = stored
  const open = { id: gateway.id, gateway, settings: form.value, enabled, secrets }
  const answer = await askGateway(ctx, open, {
    run: (asked, context) => asked.testConnection(context),
  })
  if (answer.kind === 'value') return { ok: true, account: answer.value.account, message: null }
  const message = answer.kind === 'lost' ? answer.message : answer.error.message
  return { ok: false, account: null, message }
}
