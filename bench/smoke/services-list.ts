import { type Figure, median, progress, quantile, rounded, spread } from '../figure.ts'
import { ask, hammer, type Round, type Target } from '../load.ts'
import { ours, startProgram } from '../program.ts'

const ROUNDS = 5
const CONNECTIONS = 8

/** The first page of the staff's services list, against a bare handler, turn by turn. */
export async function measureServicesList(
  env: Record<string, string>,
  { cookie, size, seconds }: { cookie: string; size: number; seconds: number },
): Promise<Figure> {
  const [berth, bare] = await Promise.all([
    startProgram({ args: ours('server/src/main.ts', 'web'), env }),
    startProgram({ args: ours('bench/smoke/bare-server.ts'), env }),
  ])
  try {
    const target = { url: `${berth.url}/api/v1/admin/services?limit=50`, headers: { cookie } }
    const limit = { url: `${bare.url}/services?limit=50` }
    await assertSame(target, limit)
    const rounds = await alternate(target, limit, seconds)
    return figureOf(rounds, size)
  } finally {
    await Promise.all([berth.stop(), bare.stop()])
  }
}

async function assertSame(target: Target, limit: Target): Promise<void> {
  const [ours, bare] = await Promise.all([ask(target), ask(limit)])
  if (ours.equals(bare)) return
  const at = ours.findIndex((byte, index) => byte !== bare[index])
  const excerpt = (body: Buffer) => body.subarray(Math.max(0, at - 60), at + 60).toString()
  throw new Error(`the bodies differ:\n${excerpt(ours)}\n${excerpt(bare)}`)
}

interface Rounds {
  ours: Round[]
  bare: Round[]
}

/** Turn by turn, so that whatever else the machine does falls on both; a first turn warms up. */
async function alternate(target: Target, limit: Target, seconds: number): Promise<Rounds> {
  const rounds: Rounds = { ours: [], bare: [] }
  for (let turn = 0; turn <= ROUNDS; turn++) {
    progress(turn === 0 ? 'services list, warming up' : `services list, ${turn} of ${ROUNDS}`)
    const [ours, bare] = [
      await hammer(target, CONNECTIONS, seconds),
      await hammer(limit, CONNECTIONS, seconds),
    ]
    if (turn === 0) continue
    rounds.ours.push(ours)
    rounds.bare.push(bare)
  }
  return rounds
}

function figureOf({ ours, bare }: Rounds, size: number): Figure {
  const latencies = ours.flatMap((round) => round.latencies)
  const rates = ours.map((round) => round.perSecond)
  const limit = median(bare.map((round) => round.perSecond))
  const ratios = ours.map((round, turn) => round.perSecond / (bare[turn]?.perSecond ?? limit))
  return {
    ...{ name: 'http.services_list', size, n: latencies.length },
    p50: rounded(quantile(latencies, 0.5)),
    p99: rounded(quantile(latencies, 0.99)),
    value: rounded(median(rates)),
    unit: 'requests/s',
    limit: rounded(limit),
    ratio: rounded(median(ratios)),
    of: `requests per second of a bare handler with the hand-written SQL, same bytes, same run, ${CONNECTIONS} connections; p50 and p99 in ms; ratios ${spread(ratios, '')}`,
  }
}
