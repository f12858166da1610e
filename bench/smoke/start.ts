import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, median, progress, rounded, spread } from '../figure.ts'
import { type Running, startProgram } from '../program.ts'

const REPETITIONS = 3

/** `npm start` in an empty folder, and again on what is there then; until it serves. */
export async function measureStart(): Promise<Figure[]> {
  const times = { cold: [] as number[], warm: [] as number[] }
  for (let turn = 1; turn <= REPETITIONS; turn++) {
    progress(`start, ${turn} of ${REPETITIONS}`)
    const dataDir = mkdtempSync(join(tmpdir(), 'berth-bench-'))
    try {
      times.cold.push(await startOnce(dataDir))
      times.warm.push(await startOnce(dataDir))
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
  return [
    figure('start.cold', times.cold, 'an empty folder: database made, migrated, seeded'),
    figure('start.warm', times.warm, 'a folder that was used before'),
  ]
}

async function startOnce(dataDir: string): Promise<number> {
  const env = { DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '' }
  const running: Running = await startProgram({ args: ['launch/start.mjs'], env })
  const answer = await fetch(`${running.url}/healthz`)
  await running.stop()
  if (!answer.ok) throw new Error(`it started and is not healthy: ${answer.status}`)
  return running.startMs
}

function figure(name: string, times: readonly number[], what: string): Figure {
  const seconds = times.map((ms) => ms / 1000)
  return {
    ...{ name, size: null, n: times.length, p50: null, p99: null },
    ...{ value: rounded(median(seconds)), unit: 's', limit: null, ratio: null },
    of: `no limit: nothing else does the same; ${what}; packages and web app are there; ${spread(seconds, 's')}`,
  }
}
