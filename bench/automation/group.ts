import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFleet } from '../data/fleet.ts'
import { openDatabase } from '../database.ts'
import { progress } from '../figure.ts'
import { logIn } from '../log-in.ts'
import type { Wish } from '../run.ts'
import { measureForecast } from './forecast.ts'
import { measureListDuringRun } from './list-during-run.ts'
import type { AutomationBench } from './part.ts'
import { measurePasses } from './passes.ts'
import { measurePayToActive } from './pay-to-active.ts'
import { measureRenewals } from './renewals.ts'

const SIZES = [10_000, 100_000, 1_000_000]
const SEED = 1
/** The forecast is asked of this many services at most. */
const FORECAST_OF = 100_000
const AROUND_THE_CLOCK = { fromHour: 0, toHour: 24, weekends: true, holidays: true }

type Part = (bench: AutomationBench) => Promise<void>

/**
 * The automation's run: passes at every size, the forecast at the size named by its figure, renewals
 * and the list beside them at the largest; last, from a payment to what it pays for.
 */
export async function automation({ sizes, seconds }: Wish): Promise<void> {
  const wanted = sizes.length > 0 ? sizes : SIZES
  const forecastAt = wanted.filter((size) => size <= FORECAST_OF).at(-1) ?? wanted[0]
  for (const [index, size] of wanted.entries()) {
    const parts: Part[] = size === forecastAt ? [measureForecast] : []
    parts.push(measurePasses)
    if (index === wanted.length - 1) parts.push(measureRenewals, measureListDuringRun)
    await withFleet({ size, seconds }, parts)
  }
  await withFleet({ size: 0, seconds }, [measurePayToActive])
}

async function withFleet(
  { size, seconds }: { size: number; seconds: number },
  parts: readonly Part[],
): Promise<void> {
  const { drop, client, url } = await openDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'berth-bench-'))
  const env = {
    ...{ DATABASE_URL: url, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1' },
    ...{ BERTH_SECRET_KEY: randomBytes(32).toString('hex'), BERTH_LOG_LEVEL: 'error' },
    BERTH_SANDBOX: '1',
  }
  try {
    if (size > 0) {
      progress(`loading ${size} services`)
      await loadFleet(client, { size, seed: SEED, now: Date.now(), url })
    }
    const cookie = await logIn(env)
    await letRun(client)
    for (const part of parts) await part({ env, client, url, cookie, size, seconds })
  } finally {
    await drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** At every hour, and all at once: it is the speed that is measured, not the brake. */
async function letRun(client: AutomationBench['client']): Promise<void> {
  const policy = { mailHours: AROUND_THE_CLOCK, destructiveHours: AROUND_THE_CLOCK }
  const brake = {
    tooMany: false,
    clockJump: false,
    noSweepYesterday: false,
    gatewayUnreachable: false,
  }
  for (const [section, value] of Object.entries({ services: { policy }, brake })) {
    await client.query(
      `insert into settings (section, value, updated_at) values ($1, $2, now())
      on conflict (section) do update set value = settings.value || excluded.value`,
      [section, JSON.stringify(value)],
    )
  }
}
