import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { invalidField, notFound, Problem } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { clearAttempts, takeAttempt } from '../auth/attempts.ts'
import { sessionTokenOf } from '../auth/cookie.ts'
import { assertPassword } from '../auth/password-routes.ts'
import { nothing } from '../auth/schemas.ts'
import { closeAllSessions } from '../auth/sessions.ts'
import { accountSettings } from '../auth/settings.ts'
import { record } from '../history/record.ts'
import { readSettings } from '../settings/sections.ts'
import { findActiveStaff } from './accounts.ts'
import { ALERTS } from './alerts.ts'
import { chooseAlerts } from './change-staff.ts'
import { listStaff } from './queries.ts'
import { alertsInput } from './schemas.ts'
import { staff } from './tables.ts'
import { newRecoveryCodes, newTotpSecret, totpContext, totpStep } from './totp.ts'

const self = { access: { kind: 'staff-self' as const } }
const tags = ['auth']

/** What a staff member sets for themselves: the second factor and the failures they hear of. */
export function staffProfileRoutes(http: Http, ctx: Context): void {
  alertRoutes(http, ctx)
  totpSetUpRoutes(http, ctx)

  http.post(
    '/api/v1/auth/totp/disable',
    {
      config: self,
      schema: {
        summary: 'Turn two-factor authentication off',
        tags,
        body: z.strictObject({ password: z.string().min(1).max(200) }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      const member = await ownRow(ctx, actorOf(request).id)
      await assertPassword(ctx, member, request.body.password, '/password')
      const { requireStaffTotp } = await readSettings(ctx.db, accountSettings)
      if (requireStaffTotp) throw new Problem('totp_demanded')
      await inTransaction(ctx, async (tx) => {
        await tx
          .update(staff)
          .set({ totpSecret: null, totpPendingSecret: null, totpLastStep: null, recoveryCodes: [] })
          .where(eq(staff.id, member.id))
        await record(tx, requestEnv(ctx, request), [
          { subject: 'staff', subjectId: member.id, kind: 'staff.totp_disabled' },
        ])
      })
      return {}
    },
  )
}

function totpSetUpRoutes(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/auth/totp/begin',
    {
      config: { ...self, showsSecret: true },
      schema: {
        summary: 'Begin to set up two-factor authentication; it counts once a code was confirmed',
        tags,
        response: { 200: z.object({ secret: z.string(), otpauthUri: z.string() }) },
      },
    },
    async (request) => {
      const member = await ownRow(ctx, actorOf(request).id)
      const offer = newTotpSecret(member.email)
      const sealed = ctx.secrets.seal(offer.secret, totpContext(member.id))
      await ctx.db.update(staff).set({ totpPendingSecret: sealed }).where(eq(staff.id, member.id))
      return offer
    },
  )

  http.post(
    '/api/v1/auth/totp/confirm',
    {
      config: { ...self, showsSecret: true },
      schema: {
        summary: 'Turn two-factor authentication on; answers the recovery codes, once',
        tags,
        body: z.strictObject({ code: z.string().trim().min(6).max(8) }),
        response: { 200: z.object({ recoveryCodes: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const member = await ownRow(ctx, actorOf(request).id)
      if (!member.totpPendingSecret) throw new Problem('totp_not_begun')
      await takeAttempt(ctx.db, 'login_account', member.email, ctx.clock.now())
      const secret = ctx.secrets.open(member.totpPendingSecret, totpContext(member.id))
      const step = await totpStep(secret, request.body.code, null)
      if (step === null) throw invalidField('/code', 'totp_wrong')
      await clearAttempts(ctx.db, 'login_account', member.email)
      const { codes, hashes } = newRecoveryCodes()
      await inTransaction(ctx, async (tx) => {
        await tx
          .update(staff)
          .set({
            totpSecret: member.totpPendingSecret,
            totpPendingSecret: null,
            totpLastStep: String(step),
            recoveryCodes: hashes,
          })
          .where(eq(staff.id, member.id))
        const keepToken = sessionTokenOf(request) ?? undefined
        await closeAllSessions(tx, { realm: 'staff', accountId: member.id, keepToken })
        await record(tx, requestEnv(ctx, request), [
          { subject: 'staff', subjectId: member.id, kind: 'staff.totp_enabled' },
        ])
      })
      return { recoveryCodes: codes }
    },
  )
}

const alertsAnswer = z.object({ alerts: z.array(z.string()), possible: z.array(z.string()) })

function alertRoutes(http: Http, ctx: Context): void {
  const url = '/api/v1/admin/profile/alerts'
  http.get(
    url,
    {
      config: self,
      schema: {
        summary: 'The failures that you are mailed about',
        tags: ['staff'],
        response: { 200: alertsAnswer },
      },
    },
    async (request) => {
      const [own] = await listStaff(ctx.db, (await ownRow(ctx, actorOf(request).id)).id)
      return { alerts: own?.alerts ?? [], possible: ALERTS }
    },
  )

  http.put(
    url,
    {
      config: self,
      schema: {
        summary: 'Choose the failures that you are mailed about',
        tags: ['staff'],
        body: z.strictObject({ alerts: alertsInput }),
        response: { 200: alertsAnswer },
      },
    },
    async (request) => {
      const { alerts } = request.body
      const { id } = await ownRow(ctx, actorOf(request).id)
      await inTransaction(ctx, (tx) => chooseAlerts(tx, requestEnv(ctx, request), id, alerts))
      return { alerts, possible: ALERTS }
    },
  )
}

async function ownRow(ctx: Context, id: string | null) {
  const member = id ? await findActiveStaff(ctx.db, id) : null
  if (!member) throw notFound()
  return member
}
