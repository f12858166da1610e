import {
  type Choice,
  type ConnectionCheck,
  type ModuleContext,
  ok,
  type Result,
  type ServerConfig,
  sameText,
  type Text,
} from '@berth/sdk'
import { z } from 'zod'
import { connect } from './client.ts'
import { openEvents } from './events.ts'
import type { IncusSettings } from './server-settings.ts'
import { imageSchema, serverSchema } from './wire.ts'

type Server = ServerConfig<IncusSettings>

/** What the server must be able to do; LXD 4.0 and every Incus can. */
const EXTENSIONS = ['patch', 'console', 'projects', 'snapshot_expiry_creation', 'instances']

/** Looks at everything the module needs and can be looked at without making anything. */
export async function testConnection(
  ctx: ModuleContext,
  server: Server,
): Promise<Result<readonly ConnectionCheck[]>> {
  const incus = connect(ctx, server.settings)
  const { project, storagePool, network } = server.settings
  const there = await incus.read('/1.0', serverSchema)
  const known = there.ok ? there.value : null
  const missing = EXTENSIONS.filter((name) => !known?.api_extensions.includes(name))
  const thing = (path: string, where = {}) => incus.read(path, z.unknown(), where)
  const encoded = encodeURIComponent
  return ok([
    checkOf('reach', { en: 'Reach the server', fr: 'Joindre le serveur' }, there),
    {
      id: 'trusted',
      name: { en: 'Our certificate is trusted', fr: 'Notre certificat est approuvé' },
      ok: known?.auth === 'trusted',
      message: trustWords(known?.auth),
    },
    {
      id: 'api_extensions',
      name: { en: 'API extensions', fr: 'Extensions de l’API' },
      ok: missing.length === 0,
      message: missing.length === 0 ? versionOf(known) : `missing: ${missing.join(', ')}`,
    },
    checkOf(
      'project',
      { en: `Project ${project}`, fr: `Projet ${project}` },
      await thing(`/1.0/projects/${encoded(project)}`, { inProject: false }),
    ),
    checkOf(
      'profile',
      { en: 'Profile default', fr: 'Profil default' },
      await thing('/1.0/profiles/default'),
    ),
    checkOf(
      'storage_pool',
      { en: `Storage pool ${storagePool}`, fr: `Groupe de stockage ${storagePool}` },
      await thing(`/1.0/storage-pools/${encoded(storagePool)}`),
    ),
    ...(network === ''
      ? []
      : [
          checkOf(
            'network',
            { en: `Network ${network}`, fr: `Réseau ${network}` },
            await thing(`/1.0/networks/${encoded(network)}`),
          ),
        ]),
    checkOf('images', { en: 'List images', fr: 'Lister les images' }, await thing('/1.0/images')),
    checkOf(
      'instances',
      { en: 'List instances', fr: 'Lister les instances' },
      await thing('/1.0/instances'),
    ),
    await eventsCheck(ctx, server),
  ])
}

function checkOf(id: string, name: Text, result: Result<unknown>): ConnectionCheck {
  return { id, name, ok: result.ok, message: result.ok ? '' : result.error.message }
}

function trustWords(auth: string | undefined): string {
  if (auth === 'trusted') return ''
  return auth === undefined
    ? ''
    : `the server says “${auth}”: add our certificate to its trust store`
}

function versionOf(known: z.output<typeof serverSchema> | null): string {
  const { server = '', server_version = '' } = known?.environment ?? {}
  return `${server} ${server_version}`.trim()
}

/** Without events operations are asked for: slower, but it works, so nothing is missing. */
async function eventsCheck(ctx: ModuleContext, server: Server): Promise<ConnectionCheck> {
  const events = openEvents(server.settings, ctx.signal)
  const isOpen = await events.opened
  events.close()
  return {
    id: 'events',
    name: { en: 'Follow operations', fr: 'Suivre les opérations' },
    ok: true,
    message: isOpen ? 'by events' : 'by asking: no web socket to /1.0/events',
  }
}

/** The images that are on the server, by their alias, or by fingerprint where they have none. */
export async function loadImages(
  ctx: ModuleContext,
  server: Server,
): Promise<Result<readonly Choice[]>> {
  const incus = connect(ctx, server.settings)
  const images = await incus.read('/1.0/images', z.array(imageSchema), {
    query: { recursion: '1' },
  })
  if (!images.ok) return images
  return ok(
    images.value.flatMap(({ aliases, fingerprint, properties, type }): Choice[] => {
      const names =
        aliases.length > 0 ? aliases.map(({ name }) => name) : [fingerprint.slice(0, 12)]
      const help = [properties.description, type].filter(Boolean).join(' – ')
      return names.map((name) => ({ value: name, label: sameText(name), help: sameText(help) }))
    }),
  )
}
