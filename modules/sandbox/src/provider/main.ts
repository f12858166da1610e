import { parseArgs } from 'node:util'
import { startSandboxProvider } from './start.ts'

/*
 * The provider as a process of its own:
 *   node modules/sandbox/src/provider/main.ts --port 8099 --state /var/tmp/sandbox.json --token secret
 * Prints `sandbox provider at http://…` when it listens; SIGINT and SIGTERM stop it.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    state: { type: 'string' },
    token: { type: 'string', default: 'sandbox-token' },
  },
})

const provider = await startSandboxProvider({
  port: Number(values.port),
  host: values.host,
  statePath: values.state,
  token: values.token,
  // A provider is somebody else's machine: it has its own clock.
  now: () => Math.floor(performance.timeOrigin + performance.now()),
})
process.stdout.write(`sandbox provider at ${provider.url}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void provider.close())
}
