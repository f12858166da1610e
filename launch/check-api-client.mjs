import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NODE_FLAGS } from './node-runtime.mjs'
import { ROOT } from './root.mjs'

const CLIENT = join(ROOT, 'web', 'src', 'api', 'schema.d.ts')
const GENERATOR = ['openapi-typescript', 'bin', 'cli.js']

function findGenerator() {
  const homes = [join(ROOT, 'web', 'node_modules'), join(ROOT, 'node_modules')]
  return homes.map((home) => join(home, ...GENERATOR)).find((path) => existsSync(path))
}

async function generate({ run, folder }) {
  const document = await run([...NODE_FLAGS, join('server', 'src', 'main.ts'), 'openapi'])
  if (!document.ok) return document
  const source = join(folder, 'openapi.json')
  const target = join(folder, 'schema.d.ts')
  writeFileSync(source, document.stdout)
  const result = await run([findGenerator(), source, '--output', target])
  return result.ok ? { ok: true, output: readFileSync(target, 'utf8') } : result
}

/** The typed client of the web app equals what the server's OpenAPI document makes. */
export function apiClientStep({ run, isWriting }) {
  return {
    name: 'API client of the web app',
    run: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'berth-client-'))
      try {
        const made = await generate({ run, folder })
        if (!made.ok) return made
        if (isWriting) writeFileSync(CLIENT, made.output)
        const stored = existsSync(CLIENT) ? readFileSync(CLIENT, 'utf8') : ''
        if (stored === made.output) return { ok: true, output: '' }
        const advice = 'is not what the server offers; run: npm run check -- --write'
        return { ok: false, output: `web/src/api/schema.d.ts ${advice}` }
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}
