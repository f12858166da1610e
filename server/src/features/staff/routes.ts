import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { nothing } from '../auth/schemas.ts'
import {
  changeStaff,
  disableStaff,
  enableStaff,
  memberToInvite,
  resetTotp,
} from './change-staff.ts'
import { createStaff, inviteStaff } from './create-staff.ts'
import { listStaff } from './queries.ts'
import { roleToGive } from './rights.ts'
import { idParams, newStaffInput, staffChangeInput, staffJson } from './schemas.ts'

const tags = ['staff']
const reads = { access: { kind: 'staff' as const, permission: 'staff:read' } }
const writes = { access: { kind: 'staff' as const, permission: 'staff:update' } }

export function staffRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/staff',
    {
      config: reads,
      schema: {
        summary: 'All staff members',
        tags,
        response: { 200: z.object({ items: z.array(staffJson) }) },
      },
    },
    async () => ({ items: await listStaff(ctx.db) }),
  )

  http.get(
    '/api/v1/admin/staff/:id',
    {
      config: reads,
      schema: { summary: 'A staff member', tags, params: idParams, response: { 200: staffJson } },
    },
    async (request) => {
      const [member] = await listStaff(ctx.db, request.params.id)
      if (!member) throw notFound()
      return member
    },
  )

  http.post(
    '/api/v1/admin/staff',
    {
      config: writes,
      schema: {
        summary: 'Invite somebody to the team; a link to choose a password is mailed',
        tags,
        body: newStaffInput,
        response: { 201: z.object({ id: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const { language, ...wanted } = request.body
      const actor = actorOf(request)
      const id = await inTransaction(ctx, async (tx) => {
        const env = requestEnv(ctx, request)
        await roleToGive(tx, actor, wanted.roleId)
        const member = await createStaff(tx, env, {
          ...wanted,
          language: language ?? actor.language,
          passwordHash: null,
        })
        await inviteStaff(tx, env, member)
        return member.id
      })
      return reply.code(201).send({ id })
    },
  )

  http.patch(
    '/api/v1/admin/staff/:id',
    {
      config: writes,
      schema: {
        summary: 'Change a staff member',
        tags,
        params: idParams,
        body: staffChangeInput,
        response: { 200: staffJson },
      },
    },
    async (request) => {
      const { id } = request.params
      return inTransaction(ctx, async (tx) => {
        await changeStaff(tx, requestEnv(ctx, request), id, request.body)
        const [member] = await listStaff(tx, id)
        if (!member) throw notFound()
        return member
      })
    },
  )
  memberVerbs(http, ctx)
}

const VERBS = {
  disable: { summary: 'Log a staff member out and lock the account', run: disableStaff },
  enable: { summary: 'Let a disabled staff member in again', run: enableStaff },
  'reset-totp': {
    summary: 'Turn off the second factor of somebody who lost it',
    run: resetTotp,
  },
  invite: {
    summary: 'Mail a new link to choose a password',
    run: async (tx, env, id) => inviteStaff(tx, env, await memberToInvite(tx, env, id)),
  },
} satisfies Record<string, { summary: string; run: typeof disableStaff }>

function memberVerbs(http: Http, ctx: Context): void {
  for (const [verb, { summary, run }] of Object.entries(VERBS)) {
    http.post(
      `/api/v1/admin/staff/:id/${verb}`,
      {
        config: writes,
        schema: { summary, tags, params: idParams, response: { 200: nothing } },
      },
      async (request) => {
        const env = requestEnv(ctx, request)
        await inTransaction(ctx, (tx) => run(tx, env, request.params.id))
        return {}
      },
    )
  }
}
