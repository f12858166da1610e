import { fail, ok, type Result } from '@berth/sdk'
import type Docker from 'dockerode'
import { type Engine, inQuery, withBody } from './client.ts'
import { LABELS, volumeName } from './containers.ts'
import type { DockerProduct } from './forms.ts'

/**
 * Makes sure that the image is on the engine, as the product says; `newest` asks the registry
 * whatever is there already.
 */
export async function ensureImage(
  engine: Engine,
  product: DockerProduct,
  newest = false,
): Promise<Result<null>> {
  if (product.pull !== 'always' && !newest) {
    const there = await engine.call((docker) => docker.getImage(product.image).inspect())
    if (there.ok) return ok(null)
    if (there.error.code !== 'not_found') return there
    if (product.pull === 'never') {
      return fail('config', `The image ${product.image} is not on the server`)
    }
  }
  return pullImage(engine, product.image)
}

/** The engine's own id of the product's image, which another one of the same name does not have. */
export async function imageId(engine: Engine, product: DockerProduct): Promise<Result<string>> {
  const there = await engine.call((docker) => docker.getImage(product.image).inspect())
  return there.ok ? ok(there.value.Id) : there
}

async function pullImage(engine: Engine, image: string): Promise<Result<null>> {
  const pulled = await engine.call(async (docker, signal) =>
    follow(docker, await docker.createImage(inQuery(referenceOf(image), signal))),
  )
  if (!pulled.ok) {
    const { code, message } = pulled.error
    return code === 'not_found' ? fail('config', `Image ${image}: ${message}`) : pulled
  }
  const refused = pulled.value.find((step) => step.error)?.error
  if (refused === undefined) return ok(null)
  // The registry's words are all there is; an unknown image is the product's mistake.
  const unknown = /manifest unknown|not found|repository does not exist|denied|unauthorized/i
  return fail(unknown.test(refused) ? 'config' : 'transient', `Image ${image}: ${refused}`)
}

/** A name without tag or digest means `latest`; without a tag the engine would fetch all of them. */
function referenceOf(image: string): { fromImage: string; tag?: string } {
  if (image.includes('@')) return { fromImage: image }
  const [, name = image, tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(image) ?? []
  return { fromImage: name, tag }
}

interface PullStep {
  readonly error?: string
}

function follow(docker: Docker, progress: NodeJS.ReadableStream): Promise<PullStep[]> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(progress, (error: Error | null, steps: PullStep[]) =>
      error ? reject(error) : resolve(steps),
    )
  })
}

/**
 * Makes the service's volume, or finds it; one of that name without our key is not touched. Answers
 * whether it was made by this call.
 */
export async function ensureVolume(
  engine: Engine,
  key: string,
): Promise<Result<{ readonly made: boolean }>> {
  const Name = volumeName(key)
  const there = await engine.call((docker) => docker.getVolume(Name).inspect())
  if (there.ok) {
    return there.value.Labels?.[LABELS.key] === key
      ? ok({ made: false })
      : fail('conflict', `A volume ${Name} exists and is not ours`)
  }
  if (there.error.code !== 'not_found') return there
  const made = await engine.call((docker, signal) =>
    docker.createVolume(withBody({}, { Name, Labels: { [LABELS.key]: key } }, signal)),
  )
  return made.ok ? ok({ made: true }) : made
}

/** Removes every volume with our key; what is gone is fine. */
export async function removeVolumes(engine: Engine, key: string): Promise<Result<null>> {
  const listed = await engine.call((docker, abortSignal) =>
    docker.listVolumes({ filters: { label: [`${LABELS.key}=${key}`] }, abortSignal }),
  )
  if (!listed.ok) return listed
  for (const { Name } of listed.value.Volumes ?? []) {
    const removed = await engine.call((docker, abortSignal) =>
      docker.getVolume(Name).remove({ abortSignal }),
    )
    if (!removed.ok && removed.error.code !== 'not_found') return removed
  }
  return ok(null)
}
