import { type Observed, ok, type Result } from '@berth/sdk'
import type { VolumeInspectInfo } from 'dockerode'
import type { Engine } from './client.ts'
import { containerName, LABELS } from './containers.ts'

/**
 * Volumes with a key whose container is not there: a creation or a removal that was cut in the
 * middle. They count as a resource that is `changing`, so that a creation goes on and a removal is
 * not taken for done while the customer's data is still on the disk.
 */
export async function listRemains(
  engine: Engine,
  keysOfContainers: ReadonlySet<string>,
  key?: string,
): Promise<Result<Observed[]>> {
  const label = [key === undefined ? LABELS.key : `${LABELS.key}=${key}`]
  const listed = await engine.call((docker, abortSignal) =>
    docker.listVolumes({ filters: { label }, abortSignal }),
  )
  if (!listed.ok) return listed
  const left = (listed.value.Volumes ?? []).flatMap((volume) => {
    const own = volume.Labels?.[LABELS.key]
    return own === undefined || keysOfContainers.has(own) ? [] : [remainsOf(volume, own)]
  })
  return ok(left)
}

function remainsOf(volume: VolumeInspectInfo, key: string): Observed {
  const remoteId = containerName(key)
  return {
    remoteId,
    key,
    name: volume.Name,
    owner: null,
    plan: null,
    state: 'changing',
    usage: [],
    createdAt: null,
    resource: { remoteId, data: {}, secrets: {}, connection: [] },
  }
}
