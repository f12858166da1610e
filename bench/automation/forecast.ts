import { print, progress, rounded } from '../figure.ts'
import { memoryOf, ours, startProgram } from '../program.ts'
import type { AutomationBench } from './part.ts'

const DAYS = 60
const ASSUMPTIONS = ['nobody', 'on_time', 'as_before'] as const
const LOOK_MS = 100

/** The forecast of the whole fleet, asked over HTTP like the screen does. */
export async function measureForecast({ env, size, cookie }: AutomationBench): Promise<void> {
  const berth = await startProgram({ args: ours('server/src/main.ts', 'web'), env })
  try {
    const ask = async (assume: string) => {
      const url = `${berth.url}/api/v1/admin/forecast?days=${DAYS}&assume=${assume}`
      const response = await fetch(url, { headers: { cookie } })
      if (!response.ok) throw new Error(`the forecast: ${await response.text()}`)
      return (await response.json()) as { services: number }
    }
    for (const assume of ASSUMPTIONS) {
      const before = memoryOf(berth.pid)
      let highest = before
      const watching = setInterval(() => {
        highest = Math.max(highest, memoryOf(berth.pid))
      }, LOOK_MS)
      const startedAt = performance.now()
      const { services } = await ask(assume).finally(() => clearInterval(watching))
      const seconds = (performance.now() - startedAt) / 1000
      progress(`forecast of ${services} services, ${assume}: ${rounded(seconds)} s`)
      print({
        ...{ name: assume === 'nobody' ? 'forecast.fleet' : `forecast.fleet.${assume}`, size },
        ...{ n: services, value: rounded(seconds), unit: 's', p50: null, p99: null },
        ...{ limit: null, ratio: null },
        of: `no limit: nothing else says it; ${DAYS} days, ${Math.round((services * DAYS) / seconds)} days of services per second, ${Math.round((highest - before) / 2 ** 20)} MB more memory at most, ${Math.round(highest / 2 ** 20)} MB in all`,
      })
    }
  } finally {
    await berth.stop()
  }
}
