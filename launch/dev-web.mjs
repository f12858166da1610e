import { join } from 'node:path'
import { createServer } from 'vite'
import { ROOT } from './root.mjs'

/** The web app with reload on change; `web/vite.config.ts` sends `/api` to `API_TARGET`. */
const vite = await createServer({ root: join(ROOT, 'web') })
await vite.listen()
vite.printUrls()

async function close() {
  await vite.close()
  process.exit(0)
}
for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.once(event, close)
