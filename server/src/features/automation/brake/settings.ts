import { field } from '@berth/sdk'
import { z } from 'zod'
import type { BrakeRules } from '../../../domain/brake.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { defineSettings, readSettings } from '../../settings/sections.ts'

interface Words {
  en: string
  fr: string
}

const reason = (label: Words, help: Words) => z.boolean().default(true).meta(field({ label, help }))

const number = (most: number, initial: number, [label, help]: [Words, Words]) =>
  z.int().min(1).max(most).default(initial).meta(field({ label, help }))

/** When the brake holds suspensions and ends back for staff to approve. */
export const brakeSettings = defineSettings(
  'brake',
  z.object({
    tooMany: reason(
      { en: 'Hold back more than expected', fr: 'Retenir ce qui dépasse les prévisions' },
      {
        en: 'Suspensions and ends beyond the numbers below wait for your approval.',
        fr: 'Les suspensions et fins au-delà des nombres ci-dessous attendent votre accord.',
      },
    ),
    floor: number(1_000_000, 20, [
      { en: 'Always let through', fr: 'Toujours laisser passer' },
      {
        en: 'So many suspensions and as many ends a day, whatever was expected.',
        fr: 'Autant de suspensions et autant de fins par jour, quelles que soient les prévisions.',
      },
    ]),
    percentOfForecast: number(1_000, 150, [
      { en: 'Of what was forecast, in %', fr: 'De ce qui était prévu, en %' },
      {
        en: 'At 150, half as many again as yesterday’s forecast for today.',
        fr: 'À 150, moitié plus que ce que la veille prévoyait pour le jour.',
      },
    ]),
    percentOfActive: number(100, 5, [
      { en: 'Of the active services, in %', fr: 'Des services actifs, en %' },
      {
        en: 'While no forecast was kept on the day before.',
        fr: 'Tant qu’aucune prévision n’a été gardée la veille.',
      },
    ]),
    clockJump: reason(
      { en: 'Hold after a jump of the clock', fr: 'Retenir après un saut de l’horloge' },
      {
        en: 'More than a day between two runs, by an outage or a wrong clock: everything that suspends or ends waits for three days, scheduled cancellations too.',
        fr: 'Plus d’un jour entre deux passages, panne ou horloge fausse : tout ce qui suspend ou met fin attend trois jours, résiliations programmées comprises.',
      },
    ),
    noSweepYesterday: reason(
      { en: 'Hold when nothing ran yesterday', fr: 'Retenir si rien n’a tourné la veille' },
      {
        en: 'Customers may not have been reminded.',
        fr: 'Les clients n’ont peut-être pas été relancés.',
      },
    ),
    gatewayUnreachable: reason(
      {
        en: 'Hold when a payment gateway does not answer',
        fr: 'Retenir si une passerelle de paiement ne répond pas',
      },
      {
        en: 'After six hours: nobody is suspended who could not pay.',
        fr: 'Après six heures : nul n’est suspendu faute d’avoir pu payer.',
      },
    ),
  }),
)

/** The brake as it is set. */
export async function readBrakeRules(db: Db | Tx): Promise<BrakeRules> {
  const values = await readSettings(db, brakeSettings)
  const { floor, percentOfForecast, percentOfActive } = values
  return {
    ...{ floor, percentOfForecast, percentOfActive },
    on: {
      too_many: values.tooMany,
      clock_jump: values.clockJump,
      no_sweep_yesterday: values.noSweepYesterday,
      gateway_unreachable: values.gatewayUnreachable,
    },
  }
}
