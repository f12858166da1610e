import { ok, type Result } from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import { z } from 'zod'
import type { Engine } from './client.ts'

/** Docker says `Health`; Podman's service, by its age, `Health` or `Healthcheck`. */
const checked = z.object({
  Status: z.string().default(''),
  FailingStreak: z.number().default(0),
  Log: z
    .array(z.object({ ExitCode: z.number().default(0), Output: z.string().default('') }))
    .nullish(),
})
const stateSchema = z.object({
  State: z.object({ Health: checked.nullish(), Healthcheck: checked.nullish() }),
})

/** What the engine's own check of a container found. */
export interface Health {
  readonly status: 'healthy' | 'unhealthy' | 'starting'
  readonly failures: number
  /** What the last check wrote. */
  readonly output: string
}

/** The container's health; null when nothing checks it or it does not run. */
export async function readHealth(
  engine: Engine,
  container: ContainerInfo,
): Promise<Result<Health | null>> {
  if (container.State !== 'running') return ok(null)
  const seen = await engine.call((docker, abortSignal) =>
    docker.getContainer(container.Id).inspect({ abortSignal }),
  )
  if (!seen.ok) return seen
  const { State } = stateSchema.parse(seen.value)
  const health = State.Health ?? State.Healthcheck
  const status = health?.Status ?? ''
  if (!health || !isStatus(status)) return ok(null)
  return ok({ status, failures: health.FailingStreak, output: health.Log?.at(-1)?.Output ?? '' })
}

function isStatus(status: string): status is Health['status'] {
  return status === 'healthy' || status === 'unhealthy' || status === 'starting'
}
