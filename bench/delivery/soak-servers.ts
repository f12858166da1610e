import { createServer } from 'node:net'
import { type SandboxProvider, startSandboxProvider } from '@berth/module-sandbox/provider'
import type { Api } from '../api.ts'

/** How long a creation takes at a healthy provider, and at the slow one. */
export const HEALTHY_MS = 250
const SLOW_MS = 1000
/** Every so often the limited provider answers 429 for so long, whoever calls and however often. */
const LIMITED_EVERY_MS = 3000
const LIMITED_MS = 1000
const TOKEN = 'token-of-the-soak'

const KINDS = ['healthy', 'healthy', 'slow', 'limited', 'dead'] as const
/** How a server of the soak behaves. */
export type SoakKind = (typeof KINDS)[number]

/** One of the five servers, and the provider behind it; the dead one has none. */
export interface SoakServer {
  id: string
  kind: SoakKind
  provider: SandboxProvider | null
}

/** Two healthy servers, a slow one, one that answers 429 now and then, one that nobody runs. */
export async function openSoakServers(api: Api) {
  const servers: SoakServer[] = []
  for (const [index, kind] of KINDS.entries()) {
    const provider = kind === 'dead' ? null : await startProvider(kind)
    const { id } = await api<{ id: string }>('POST', 'servers', {
      name: `${kind} ${index + 1}`,
      type: 'sandbox',
      settings: { url: provider?.url ?? (await nobodysAddress()), token: TOKEN },
    })
    servers.push({ id, kind, provider })
  }
  const limiting = setInterval(() => limit(servers), LIMITED_EVERY_MS)
  return {
    servers,
    async close() {
      clearInterval(limiting)
      for (const { provider } of servers) await provider?.close()
    },
  }
}

/** It does not protect us: two resources may carry one key. */
async function startProvider(kind: SoakKind): Promise<SandboxProvider> {
  const provider = await startSandboxProvider({
    token: TOKEN,
    now: () => Math.floor(performance.timeOrigin + performance.now()),
  })
  const delayMs = kind === 'slow' ? SLOW_MS : HEALTHY_MS
  const rules = [{ operation: 'create', effect: { kind: 'slow', delayMs } }]
  provider.control({ method: 'PATCH', path: 'behaviour', body: { uniqueKeys: false, rules } })
  return provider
}

function limit(servers: readonly SoakServer[]): void {
  const refused = { operation: '*', effect: { kind: 'rate_limit', retryAfterSeconds: 1 } }
  const slow = { operation: 'create', effect: { kind: 'slow', delayMs: HEALTHY_MS } }
  for (const { kind, provider } of servers) {
    if (kind !== 'limited' || !provider) continue
    const behave = (rules: object[]) =>
      provider.control({ method: 'PATCH', path: 'behaviour', body: { rules } })
    behave([refused, slow])
    setTimeout(() => behave([slow]), LIMITED_MS)
  }
}

/** An address at which nobody listens. */
function nobodysAddress(): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(`http://127.0.0.1:${port}`))
    })
  })
}
