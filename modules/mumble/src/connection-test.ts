import {
  type ConnectionCheck,
  type ModuleContext,
  ok,
  type Result,
  type ServerConfig,
  type Text,
} from '@berth/sdk'
import { withMurmur } from './bus.ts'
import type { MumbleSettings } from './forms.ts'
import { lockName } from './lock.ts'
import { readDefaults, readIds } from './servers.ts'

const NAMES = {
  bus: { en: 'Reach the bus', fr: 'Joindre le bus' },
  murmur: { en: 'murmurd is on the bus', fr: 'murmurd est sur le bus' },
  list: { en: 'List virtual servers', fr: 'Lister les serveurs virtuels' },
  settings: { en: 'Read settings', fr: 'Lire les réglages' },
  lock: { en: 'Own a name on the bus', fr: 'Posséder un nom sur le bus' },
} as const satisfies Record<string, Text>

/** Looks at everything that is needed and can be looked at without making anything. */
export async function testConnection(
  ctx: ModuleContext,
  server: ServerConfig<MumbleSettings>,
): Promise<Result<readonly ConnectionCheck[]>> {
  const checks = await withMurmur(ctx, server.settings, async (murmur) => {
    const version = await murmur.ask('getVersion')
    const all = await readIds(murmur, 'getAllServers')
    const defaults = await readDefaults(murmur)
    const lock = lockName(server.settings.service)
    const owned = await murmur.own(lock)
    if (owned.ok && owned.value) await murmur.giveBack(lock)
    return ok([
      { id: 'bus', name: NAMES.bus, ok: true, message: server.settings.bus },
      check('murmur', version, version.ok ? String(version.value[3] ?? '') : ''),
      check('list', all),
      check('settings', defaults),
      check('lock', owned, owned.ok ? lock : `${lock}: ${owned.error.message}`),
    ])
  })
  if (checks.ok) return checks
  return ok([{ id: 'bus', name: NAMES.bus, ok: false, message: checks.error.message }])
}

function check(id: keyof typeof NAMES, result: Result<unknown>, message?: string): ConnectionCheck {
  const said = message || (result.ok ? '' : result.error.message)
  return { id, name: NAMES[id], ok: result.ok, message: said }
}
