import { and, eq, sql } from 'drizzle-orm'
import { BRAKE_REASONS, type BrakeReason } from '../../../domain/brake.ts'
import { startOfDate } from '../../../domain/calendar.ts'
import { publicLink } from '../../../platform/public-link.ts'
import { say } from '../../../platform/text.ts'
import { brakeHeld } from '../../automation/brake/tables.ts'
import { forecastDifferences } from '../../automation/proof/tables.ts'
import { gatewayHealth } from '../../payments/tables.ts'
import { toStaff } from './alert-staff.ts'
import type { Writer } from './writer.ts'

/** One mail a day and reason: how much is held so far. */
const brakeHolds: Writer = async (desk, { day, reason }) => {
  if (typeof day !== 'string' || !isReason(reason)) return []
  const rows = await desk.tx
    .select({ step: brakeHeld.step, n: sql<string>`count(*)` })
    .from(brakeHeld)
    .where(and(eq(brakeHeld.day, day), eq(brakeHeld.reason, reason), eq(brakeHeld.state, 'held')))
    .groupBy(brakeHeld.step)
    .orderBy(brakeHeld.step)
  if (rows.length === 0) return []
  return toStaff(desk, {
    alert: 'brake_held',
    template: 'alert_brake',
    happening: `${day}:${reason}`,
    facts: ({ language }) => ({
      reason,
      count: rows.reduce((sum, { n }) => sum + Number(n), 0),
      lines: rows.map(({ step, n }) => ({
        what: say(`automation.step.${step}`, language),
        n: Number(n),
      })),
      link: publicLink(desk.ctx.config, '/admin/automation/brake'),
    }),
  })
}

const isReason = (value: unknown): value is BrakeReason =>
  BRAKE_REASONS.some((reason) => reason === value)

const late: Writer = async (desk, { at, lastSweepAt, due }) => {
  if (typeof at !== 'number' || typeof lastSweepAt !== 'number') return []
  return toStaff(desk, {
    alert: 'automation_late',
    template: 'alert_automation_late',
    happening: String(at),
    facts: ({ moment }) => ({
      due: Number(due),
      lastRun: moment(lastSweepAt),
      link: publicLink(desk.ctx.config, '/admin/automation/runs'),
    }),
  })
}

const gatewaySilent: Writer = async (desk, { gateway, since }) => {
  if (typeof gateway !== 'string' || typeof since !== 'number') return []
  const [row] = await desk.tx
    .select({ lastError: gatewayHealth.lastError })
    .from(gatewayHealth)
    .where(eq(gatewayHealth.gateway, gateway))
  return toStaff(desk, {
    alert: 'gateway_unreachable',
    template: 'alert_gateway',
    happening: `${gateway}:${since}`,
    facts: ({ moment }) => ({
      gateway,
      since: moment(since),
      message: row?.lastError ?? null,
      link: publicLink(desk.ctx.config, '/admin/settings/gateways'),
    }),
  })
}

const unexplained: Writer = async (desk, { day }) => {
  if (typeof day !== 'string') return []
  const rows = await desk.tx
    .select({ step: forecastDifferences.step, n: sql<string>`count(*)` })
    .from(forecastDifferences)
    .where(and(eq(forecastDifferences.day, day), eq(forecastDifferences.cause, 'unexplained')))
    .groupBy(forecastDifferences.step)
    .orderBy(forecastDifferences.step)
  if (rows.length === 0) return []
  return toStaff(desk, {
    alert: 'difference_unexplained',
    template: 'alert_proof',
    happening: day,
    facts: (words) => ({
      day: words.day(startOfDate(day, desk.zone)),
      count: rows.reduce((sum, { n }) => sum + Number(n), 0),
      lines: rows.map(({ step, n }) => ({
        what: say(`automation.step.${step.split(':')[0]}`, words.language),
        n: Number(n),
      })),
      link: publicLink(desk.ctx.config, `/admin/automation/proof?day=${day}`),
    }),
  })
}

export const automationAlertWriters: Record<string, Writer> = {
  'brake.held': brakeHolds,
  'automation.late': late,
  'gateway.unreachable': gatewaySilent,
  'automation.difference_unexplained': unexplained,
}
