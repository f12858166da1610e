import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next'

const MURMURD = '/usr/sbin/murmurd'
const DBUS_DAEMON = '/usr/bin/dbus-daemon'

/** Why there is no real murmurd here, or null. */
export const NO_MURMURD =
  [MURMURD, DBUS_DAEMON].filter((file) => !existsSync(file)).join(' and ') || null

/** A real murmurd on a bus of its own, with what tests look at behind the module's back. */
export interface Daemon {
  readonly socket: string
  readonly folder: string
  /** Asks murmurd's own object; answers the values. */
  ask(member: string, signature?: string, ...values: unknown[]): Promise<unknown[]>
  /** Ends murmurd and starts it again on the same database. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Starts both in a folder of their own. The first virtual server, which murmurd makes itself, goes. */
export async function startDaemon(): Promise<Daemon> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-mumble-'))
  const socket = join(folder, 'bus.sock')
  await writeFile(join(folder, 'bus.conf'), busConfiguration(socket))
  await writeFile(join(folder, 'murmur.ini'), murmurConfiguration(folder))
  const config = `--config-file=${join(folder, 'bus.conf')}`
  const daemon = spawn(DBUS_DAEMON, [config, '--nofork', '--nopidfile'], { stdio: 'ignore' })
  while (!(await listens(socket)) && daemon.exitCode === null) await wait(20)
  const bus = sessionBus({ busAddress: `unix:path=${socket}`, authMethods: ['EXTERNAL'] })
  let murmur = await startMurmur(folder, bus)
  const ask = (member: string, signature = '', ...values: unknown[]) =>
    askMurmur(bus, member, signature, values)
  await ask('stop', 'i', 1)
  await ask('deleteServer', 'i', 1)
  return {
    socket,
    folder,
    ask,
    async restart() {
      await end(murmur)
      murmur = await startMurmur(folder, bus)
    },
    async close() {
      bus.disconnect()
      await end(murmur)
      await end(daemon)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The file of a socket is there a moment before somebody listens at it. */
function listens(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(socket, () => resolve(true))
    line.once('error', () => resolve(false))
    line.once('connect', () => line.destroy())
  })
}

/** Started, and answering on the bus. */
async function startMurmur(folder: string, bus: MessageBus): Promise<ChildProcess> {
  const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus.sock')}` }
  const murmur = spawn(MURMURD, ['-fg', '-ini', join(folder, 'murmur.ini')], {
    env,
    stdio: 'ignore',
  })
  while (murmur.exitCode === null) {
    const version = await askMurmur(bus, 'getVersion', '', []).catch(() => null)
    if (version) return murmur
    await wait(50)
  }
  throw new Error('murmurd does not start')
}

async function askMurmur(bus: MessageBus, member: string, signature: string, body: unknown[]) {
  const reply = await bus.call(
    new Message({
      destination: 'net.sourceforge.mumble.murmur',
      path: '/',
      interface: 'net.sourceforge.mumble.Meta',
      member,
      signature,
      body,
    }),
  )
  return reply?.body ?? []
}

async function end(child: ChildProcess) {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill()
  await gone
}

function busConfiguration(socket: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`
}

/**
 * Its own first server listens where no other does and no connection begins; as root it would change
 * to another user.
 */
function murmurConfiguration(folder: string): string {
  return [
    `database=${join(folder, 'murmur.sqlite')}`,
    `logfile=${join(folder, 'murmur.log')}`,
    'dbus=session',
    'host=127.0.0.1',
    'port=29000',
    'bonjour=false',
    'kdfiterations=1000',
    'autobanAttempts=0',
    ...(process.getuid?.() === 0 ? ['uname=root'] : []),
    '',
  ].join('\n')
}
