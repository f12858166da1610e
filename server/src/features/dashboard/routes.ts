import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { instantJson, moneyJson, toInstantJson } from '../../platform/json.ts'
import { lastSweepAt } from '../automation/gaps.ts'
import { mailIsConfigured } from '../mail/settings.ts'
import { countByStatus } from '../services/count.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import {
  expiringSoon,
  monthlyRecurringRevenue,
  revenueByMonth,
  waitingForStaff,
} from './queries.ts'

const count = z.number().int()

const dashboardJson = z.object({
  revenue: z.array(z.object({ month: z.string(), net: moneyJson })),
  /** One sum per currency. */
  monthlyRecurring: z.array(moneyJson),
  servicesByStatus: z.record(z.string(), count),
  expiringSoon: z.array(
    z.object({
      id: z.uuid(),
      number: count,
      name: z.string(),
      customer: z.string(),
      expiresAt: instantJson,
    }),
  ),
  attention: z.object({
    failedOperations: count,
    unknownOperations: count,
    unallocatedPayments: count,
    failedMails: count,
    unhealthyServers: count,
    openDrift: count,
    blockedServices: count,
    heldByBrake: count,
    waitingDeliveries: count,
  }),
  runningOperations: count,
  /** When the automation last looked; null before its first time. */
  lastSweepAt: instantJson.nullable(),
  /** False: mails are kept and shown, not sent. */
  mailIsConfigured: z.boolean(),
})

/** What staff look at first. */
export function dashboardRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/dashboard',
    {
      config: { access: { kind: 'staff', permission: 'dashboard:read' } },
      schema: {
        summary: 'Revenue, services by status, what expires soon and what needs attention',
        tags: ['dashboard'],
        response: { 200: dashboardJson },
      },
    },
    async () => {
      const { db, clock } = ctx
      const now = clock.now()
      const { timeZone } = await readSettings(db, businessSettings)
      const { runningOperations, ...attention } = await waitingForStaff(db)
      return {
        revenue: await revenueByMonth(db, now, timeZone),
        monthlyRecurring: await monthlyRecurringRevenue(db),
        servicesByStatus: await countByStatus(db),
        expiringSoon: await expiringSoon(db, now),
        attention,
        runningOperations,
        lastSweepAt: toInstantJson(await lastSweepAt(db)),
        mailIsConfigured: await mailIsConfigured(db),
      }
    },
  )
}
