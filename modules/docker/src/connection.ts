import {
  type ConnectionCheck,
  type ModuleContext,
  ok,
  type Result,
  type ServerConfig,
  type Text,
} from '@berth/sdk'
import { connect } from './client.ts'
import { listContainers } from './containers.ts'
import type { DockerSettings } from './forms.ts'

/** The oldest API that we speak: Docker 19.03, Podman 4. */
const OLDEST_API = [1, 40] as const

/** Looks at everything the module needs and can be looked at without making anything. */
export async function testConnection(
  ctx: ModuleContext,
  server: ServerConfig<DockerSettings>,
): Promise<Result<readonly ConnectionCheck[]>> {
  const engine = connect(ctx, server.settings)
  const version = await engine.call((docker) => docker.version())
  const containers = await listContainers(engine)
  const volumes = await engine.call((docker, abortSignal) => docker.listVolumes({ abortSignal }))
  const images = await engine.call((docker, abortSignal) => docker.listImages({ abortSignal }))
  // Whatever listens there may answer, and be no engine.
  const api = version.ok ? (version.value.ApiVersion ?? '') : ''
  return ok([
    checkOf('reach', { en: 'Reach the engine', fr: 'Joindre le moteur' }, version),
    {
      id: 'api_version',
      name: { en: 'API 1.40 or newer', fr: 'API 1.40 ou plus récente' },
      ok: version.ok && isRecent(api),
      message: api,
    },
    checkOf('list_containers', { en: 'List containers', fr: 'Lister les conteneurs' }, containers),
    checkOf('list_volumes', { en: 'List volumes', fr: 'Lister les volumes' }, volumes),
    checkOf('list_images', { en: 'List images', fr: 'Lister les images' }, images),
  ])
}

function checkOf(id: string, name: Text, result: Result<unknown>): ConnectionCheck {
  return { id, name, ok: result.ok, message: result.ok ? '' : result.error.message }
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_API
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}
