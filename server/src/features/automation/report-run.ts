import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../../platform/db.ts'
import type { ChunkReport } from './sweep.ts'
import { sweepRuns } from './tables.ts'

/** Keeps a report of a run that did something; quiet ones leave no trace but the heartbeat. */
export async function reportRun(db: Db, report: ChunkReport, now: Instant): Promise<void> {
  const did = Object.keys(report.steps).length > 0 || report.errors.length > 0
  if (!did) return
  await db.insert(sweepRuns).values({
    startedAt: now,
    finishedAt: now,
    decided: report.taken,
    steps: report.steps,
    errors: report.errors,
  })
}
