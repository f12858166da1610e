import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Http } from '../../platform/feature.ts'
import { toInstantJson } from '../../platform/json.ts'
import { requestEnv } from '../../platform/request-env.ts'
import type { Language } from '../../platform/text.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { allReasons, type Reason } from './reasons.ts'
import { newReason, reasonChanges, reasonJson } from './schemas.ts'
import { reasonUses } from './uses.ts'
import { changeReason, createReason, deleteReason, orderReasons } from './write-reason.ts'

const URL = '/api/v1/admin/cancellation-reasons'
const tags = ['cancellation']
const write = { access: { kind: 'staff', permission: 'cancellation_reasons:update' } } as const
const params = z.object({ id: z.uuid() })
const list = z.object({ items: z.array(reasonJson) })

/** Staff keep the list of reasons that people choose from when they cancel. */
export function reasonRoutes(http: Http, ctx: Context): void {
  http.get(
    URL,
    {
      config: { access: { kind: 'staff', permission: 'services:read' } },
      schema: {
        summary: 'All reasons for a cancellation in their order, archived ones too',
        tags,
        response: { 200: list },
      },
    },
    (request) => listReasons(ctx.db, actorOf(request).language),
  )

  http.post(
    URL,
    {
      config: write,
      schema: {
        summary: 'Add a reason at the end of the list',
        tags,
        body: newReason,
        response: { 201: reasonJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const reason = await inTransaction(ctx, (tx) => createReason(tx, env, request.body))
      return reply.code(201).send(toReasonJson(reason, { uses: 0, language: env.actor.language }))
    },
  )

  http.patch(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Change a reason, archive it or offer it again',
        tags,
        params,
        body: reasonChanges,
        response: { 200: reasonJson },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const { id } = request.params
      const reason = await inTransaction(ctx, (tx) => changeReason(tx, env, id, request.body))
      const uses = (await reasonUses(ctx.db, [id])).get(id) ?? 0
      return toReasonJson(reason, { uses, language: env.actor.language })
    },
  )

  http.delete(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Remove a reason that no service carries',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => deleteReason(tx, env, request.params.id))
      return reply.code(204).send(null)
    },
  )

  http.put(
    `${URL}/order`,
    {
      config: write,
      schema: {
        summary: 'Put all reasons into another order',
        tags,
        body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) }),
        response: { 200: list },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      return inTransaction(ctx, async (tx) => {
        await orderReasons(tx, env, request.body.ids)
        return listReasons(tx, env.actor.language)
      })
    },
  )
}

async function listReasons(db: Db | Tx, language: Language) {
  const rows = await allReasons(db)
  const uses = await reasonUses(
    db,
    rows.map((row) => row.id),
  )
  const json = (row: Reason) => toReasonJson(row, { uses: uses.get(row.id) ?? 0, language })
  return { items: rows.map(json) }
}

function toReasonJson(
  reason: Reason,
  { uses, language }: { uses: number; language: Language },
): z.infer<typeof reasonJson> {
  const { id, name, audience, mode, position, retired, createdAt } = reason
  return {
    ...{ id, audience, mode, position, uses },
    name: name[language],
    text: name,
    active: !retired,
    createdAt: toInstantJson(createdAt),
  }
}
