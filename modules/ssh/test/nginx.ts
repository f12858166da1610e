import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { portOf } from './fault-proxy.ts'

const NGINX = '/usr/sbin/nginx'

/** Why there is no web server here, or null. */
export const NO_NGINX = existsSync(NGINX) ? null : `${NGINX} is not installed`

/** A web server of the test's own. */
export interface WebServer {
  readonly port: number
  readonly parameters: string
  /** What is answered for a domain. */
  visit(domain: string): Promise<{ status: number; text: string }>
  close(): Promise<void>
}

/** How often another port is tried; the one that was free may be taken meanwhile. */
const PORT_TRIES = 5

/** Starts nginx with everything it writes in this folder; sites are files in `vhosts`. */
export async function startNginx(folder: string): Promise<WebServer> {
  const [vhosts, sites] = [join(folder, 'vhosts'), join(folder, 'docroots')]
  await Promise.all([vhosts, sites].map((one) => mkdir(one)))
  for (let turn = 0; turn < PORT_TRIES; turn++) {
    const started = await launch({ folder, vhosts, sites, port: await freePort() })
    if (started) return started
  }
  throw new Error('nginx does not start')
}

interface Folders {
  readonly folder: string
  readonly vhosts: string
  readonly sites: string
  readonly port: number
}

/** Null when it ended by itself. */
async function launch({ folder, vhosts, sites, port }: Folders): Promise<WebServer | null> {
  const pidFile = join(folder, 'nginx.pid')
  const file = join(folder, 'nginx.conf')
  await writeFile(file, configuration({ folder, vhosts, pidFile, port }))
  const daemon = spawn(NGINX, ['-e', join(folder, 'error.log'), '-p', folder, '-c', file], {
    stdio: 'ignore',
  })
  const gone = new Promise<void>((resolve) => daemon.once('exit', () => resolve()))
  while (!existsSync(pidFile) && daemon.exitCode === null) await wait(20)
  if (daemon.exitCode !== null) return null
  return {
    port,
    parameters: `LISTEN=127.0.0.1:${port}\nVHOSTS=${vhosts}\nSITES=${sites}\nPID_FILE=${pidFile}\nDISK_MB:int=100`,
    visit: (domain) => visit(port, domain),
    async close() {
      daemon.kill('SIGQUIT')
      await gone
    },
  }
}

/** `fetch` does not let one say for which host a request is. */
function visit(port: number, host: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, headers: { host }, agent: false }
    get(options, async (answer) => {
      let text = ''
      for await (const piece of answer.setEncoding('utf8')) text += String(piece)
      resolve({ status: answer.statusCode ?? 0, text: text.trim() })
    }).on('error', reject)
  })
}

interface Places {
  readonly folder: string
  readonly vhosts: string
  readonly pidFile: string
  readonly port: number
}

function configuration({ folder, vhosts, pidFile, port }: Places): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${join(folder, `tmp_${name}`)};`,
  )
  return [
    'daemon off;',
    `pid ${pidFile};`,
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'worker_processes 1;',
    'events { worker_connections 64; }',
    'http {',
    ...temporary,
    '  access_log off;',
    `  server { listen 127.0.0.1:${port} default_server; return 404 "nobody's\\n"; }`,
    `  include ${vhosts}/*.conf;`,
    '}',
    '',
  ].join('\n')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
