import { panelSchema } from '@berth/sdk'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { choicesJson } from '../servers/schemas.ts'
import { readPanel, revealSecret, runPanelAction } from './panel.ts'
import { panelChoices } from './panel-choices.ts'
import { visibleService } from './visible.ts'

const params = z.object({ id: z.uuid() })
const panelJson = z.object({
  /** Null when there is none, or just now none can be shown. */
  panel: panelSchema.nullable(),
  /** Why not: for staff in the provider's words, for customers in plain ones. */
  unavailable: z.string().nullable(),
})
const tags = ['services']

/** The module's panel, its actions and its credentials, for both areas alike. */
export function panelRoutes(http: Http, ctx: Context): void {
  for (const area of ['admin', 'client'] as const) {
    const access = (permission: string) =>
      area === 'admin' ? { kind: 'staff' as const, permission } : { kind: 'customer' as const }
    const base = `/api/v1/${area}/services/:id/panel`

    http.get(
      base,
      {
        config: { access: access('services:read') },
        schema: {
          summary: 'The panel that the service’s delivery module offers, as data',
          tags,
          params,
          querystring: z.strictObject({ tab: z.string().max(64).optional() }),
          response: { 200: panelJson },
        },
      },
      async (request) => {
        const actor = actorOf(request)
        const subject = await visibleService(ctx, actor, request.params.id)
        const tab = request.query.tab ?? null
        const answer = await readPanel(ctx, subject, { actor, tab })
        if (answer.kind === 'panel') return { panel: answer.panel, unavailable: null }
        if (answer.kind === 'none') return { panel: null, unavailable: null }
        return { panel: null, unavailable: area === 'admin' ? answer.message : '' }
      },
    )

    http.get(
      `${base}/choices/:name`,
      {
        config: { access: access('services:operate') },
        schema: {
          summary: 'A choice list of the form of a panel’s action',
          tags,
          params: params.extend({ name: z.string().max(60) }),
          response: { 200: choicesJson },
        },
      },
      async (request) => {
        const actor = actorOf(request)
        const { id, name } = request.params
        const subject = await visibleService(ctx, actor, id)
        return { items: [...(await panelChoices(ctx, subject, { actor, name }))] }
      },
    )

    http.post(
      `${base}/actions/:action`,
      {
        config: { access: access('services:operate') },
        schema: {
          summary: 'Carry out an action of the panel: an operation, or a link to open',
          tags,
          params: params.extend({ action: z.string().max(64) }),
          body: z.strictObject({ input: z.record(z.string(), z.unknown()).default({}) }),
          response: {
            200: z.object({ operationId: z.null(), link: z.string() }),
            202: z.object({ operationId: z.uuid(), link: z.null() }),
          },
        },
      },
      async (request, reply) => {
        const subject = await visibleService(ctx, actorOf(request), request.params.id)
        const { action: actionId } = request.params
        const { input } = request.body
        const env = requestEnv(ctx, request)
        const { operationId, link } = await runPanelAction(env, subject, { actionId, input })
        if (operationId !== null) return reply.code(202).send({ operationId, link: null })
        return { operationId, link: link ?? '' }
      },
    )

    http.post(
      `${base}/reveal`,
      {
        config: { access: access('services:reveal'), showsSecret: true },
        schema: {
          summary: 'Reveal a credential of the resource; written to the history',
          tags,
          params,
          body: z.strictObject({ credential: z.string().max(64) }),
          response: { 200: z.object({ value: z.string() }) },
        },
      },
      async (request) => {
        const subject = await visibleService(ctx, actorOf(request), request.params.id)
        const env = requestEnv(ctx, request)
        return { value: await revealSecret(env, subject, request.body.credential) }
      },
    )
  }
}
