import { type Figure, median, progress, quantile, rounded, spread } from '../figure.ts'
import { assertSame, hammer, type Round, type Target } from '../load.ts'
import { ours, startProgram } from '../program.ts'
import { bareCases, type ListCase } from '../services/cases.ts'

const ROUNDS = 5
const LIST: ListCase = {
  name: 'services.list.all',
  query: '',
  where: ['s.archived_at is null'],
  sort: { by: 'createdAt', descending: true },
}
const CONNECTIONS = 8

/** The first page of the staff's services list, against a bare handler, turn by turn. */
export async function measureServicesList(
  env: Record<string, string>,
  { cookie, size, seconds }: { cookie: string; size: number; seconds: number },
): Promise<Figure> {
  const [berth, bare] = await Promise.all([
    startProgram({ args: ours('server/src/main.ts', 'web'), env }),
    startProgram({
      args: ours('bench/services/bare-server.ts'),
      env: { ...env, ...bareCases([LIST]) },
    }),
  ])
  try {
    const target = { url: `${berth.url}/api/v1/admin/services?limit=50`, headers: { cookie } }
    const limit = { url: `${bare.url}/${LIST.name}` }
    await assertSame(target, limit)
    const rounds = await alternate(target, limit, seconds)
    return figureOf(rounds, size)
  } finally {
    await Promise.all([berth.stop(), bare.stop()])
  }
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
