import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** A folder with packages as npm would have installed them, and the SDK and zod beside them. */
export function packageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'berth-modules-'))
  after(() => rmSync(folder, { recursive: true }))
  for (const [name, target] of [
    ['@berth/sdk', join(ROOT, 'sdk')],
    ['zod', join(ROOT, 'node_modules', 'zod')],
  ] as const) {
    const link = join(folder, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(target, link)
  }
  return folder
}

/** Puts a package into the folder's node_modules. */
export function addPackage(folder: string, name: string, about: object, code: string): void {
  const at = join(folder, 'node_modules', name)
  mkdirSync(at, { recursive: true })
  const main = { name, version: '1.2.3', type: 'module', exports: './index.js', ...about }
  writeFileSync(join(at, 'package.json'), JSON.stringify(main))
  writeFileSync(join(at, 'index.js'), code)
}

/** What a package says that was written for this SDK. */
export const FITS = { peerDependencies: { '@berth/sdk': '^0.1.0' } }

/** A module in plain JavaScript that delivers nothing, with changes to its definition. */
export function moduleCode(id: string, changes = ''): string {
  return `
    import { defineDeliveryModule, ok, fail, sameText } from '@berth/sdk'
    import { z } from 'zod'
    const none = async () => fail('unsupported', 'It delivers nothing')
    export default defineDeliveryModule({
      id: '${id}',
      name: sameText('Acme ${id}'),
      kinds: ['thing'],
      serverSettings: z.object({}),
      productSettings: z.object({}),
      orderForm: z.object({}),
      testConnection: async () => ok([]),
      list: async () => ok({ items: [], nextCursor: null }),
      find: async () => ok([]),
      inspect: async () => ok(null),
      create: none, suspend: none, unsuspend: none, terminate: async () => ok(null),
      ${changes}
    })`
}
