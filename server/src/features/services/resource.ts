import type { Resource } from '@berth/sdk'
import type { Context } from '../../context.ts'
import type { StoredResource } from './tables.ts'

const secretContext = (serviceId: string, name: string) => `service:${serviceId}:${name}`

/** A module's resource as it is stored: every secret sealed for this service and name. */
export function sealResource(ctx: Context, serviceId: string, resource: Resource): StoredResource {
  const { remoteId, data, connection, secrets } = resource
  return {
    remoteId,
    data,
    connection: [...connection],
    secrets: Object.fromEntries(
      Object.entries(secrets).map(([name, value]) => [
        name,
        ctx.secrets.seal(value, secretContext(serviceId, name)),
      ]),
    ),
  }
}

/** The stored resource as modules are handed it, secrets in clear. */
export function openResource(
  ctx: Context,
  serviceId: string,
  stored: StoredResource | null,
): Resource | null {
  if (!stored) return null
  const secrets = Object.entries(stored.secrets).map(([name, sealed]) => [
    name,
    ctx.secrets.open(sealed, secretContext(serviceId, name)),
  ])
  return { ...stored, secrets: Object.fromEntries(secrets) }
}
