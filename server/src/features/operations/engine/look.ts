import { fail, type Observed, ok, type Resource, type Result } from '@berth/sdk'
import { readAllObserved, readObserved } from '../../servers/answer-shapes.ts'
import type { Call } from './call.ts'

/**
 * All that stands on the server for the service: what carries our key, or else what the books or a
 * reservation name, unless that carries another key.
 */
export async function look(call: Call, known?: Resource): Promise<Result<readonly Observed[]>> {
  const { module, server, operation, service } = call
  const found = await call.read((ctx) => module.find(ctx, server, service.key), readAllObserved)
  if (!found.ok) return found.error.code === 'not_found' ? ok([]) : found
  if (found.value.length > 0) return found
  const named = known ?? namedResource(call)
  if (!named) return ok([])
  const seen = await call.read((ctx) => module.inspect(ctx, server, named), readObserved)
  if (!seen.ok) return seen.error.code === 'not_found' ? ok([]) : seen
  if (seen.value === null) return ok([])
  if (seen.value.key === null || seen.value.key === operation.serviceId) return ok([seen.value])
  return fail('conflict', `${named.remoteId} carries another key: ${seen.value.key}`)
}

/** The resource of the books, or the id that an earlier attempt reserved. */
function namedResource({ service, operation }: Call): Resource | null {
  if (service.resource) return service.resource
  const { remoteId } = operation.reserved
  return remoteId === undefined ? null : { remoteId, data: {}, secrets: {}, connection: [] }
}

/** An observed resource for the books: secrets that cannot be read back stay as they were. */
export function bookedResource(seen: Observed, known: Resource | null): Resource {
  const secrets = { ...(known?.remoteId === seen.remoteId ? known.secrets : {}) }
  return { ...seen.resource, secrets: { ...secrets, ...seen.resource.secrets } }
}
