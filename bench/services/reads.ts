import { print } from '../figure.ts'
import { ours, startProgram } from '../program.ts'
import { bareCases, listCases } from './cases.ts'
import { measureDuringRenewals } from './during-renewals.ts'
import { measurePair, type Pair } from './measure.ts'
import type { Bench } from './part.ts'
import { bareFixed, fixedCases, fixedPairs } from './single.ts'

const WRITTEN = 'a bare handler with the hand-written SQL that sends our bytes ready-made'

/** Lists, filters, searches, counts and the page of one service. */
export async function measureReads(bench: Bench): Promise<void> {
  const { env, cookie, subjects, size, seconds } = bench
  const cases = listCases(subjects, bench.now)
  const fixed = fixedCases(subjects)
  const berth = await startProgram({ args: ours('server/src/main.ts', 'web'), env })
  try {
    const api = `${berth.url}/api/v1/admin`
    const answers = { ...bareCases(cases), ...(await bareFixed(fixed, { url: api, cookie })) }
    const args = ours('bench/services/bare-server.ts')
    const bare = await startProgram({ args, env: { ...env, ...answers } })
    try {
      const pairs = cases.map(({ name, query }): Pair => {
        const url = `${api}/services?limit=50${query && `&${query}`}`
        return { name, ours: { url, headers: { cookie } }, bare: { url: `${bare.url}/${name}` } }
      })
      for (const pair of pairs) print(await measurePair(pair, { size, seconds }))
      for (const pair of fixedPairs(fixed, { api, cookie, bare: bare.url }))
        print(await measurePair(pair, { size, seconds, of: WRITTEN }))
      const [list] = pairs
      if (!list) throw new Error('there is no list to measure')
      for (const figure of await measureDuringRenewals(bench.client, list, bench)) print(figure)
    } finally {
      await bare.stop()
    }
  } finally {
    await berth.stop()
  }
}
