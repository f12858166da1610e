import { EventEmitter } from 'node:events'
import { fail, type ModuleContext, ok, type Result } from '@berth/sdk'
import type { MessageBus } from '@jellybrick/dbus-next'
import { failureOf } from './failures.ts'
import type { MumbleSettings } from './forms.ts'
import { guardStream } from './guard-stream.ts'

/** murmurd's methods with the D-Bus signatures of their arguments, as 1.3.4 introspects itself. */
const METHODS = {
  getVersion: '',
  newServer: '',
  deleteServer: 'i',
  getAllServers: '',
  getBootedServers: '',
  getConf: 'is',
  getAllConf: 'i',
  getDefaultConf: '',
  setConf: 'iss',
  setSuperUserPassword: 'is',
  getLog: 'iii',
  start: 'i',
  stop: 'i',
} as const

/** The same of one virtual server, on an object of its own while it runs. */
const SERVER_METHODS = {
  getPlayers: '',
  getChannels: '',
  kickPlayer: 'us',
  sendMessageChannel: 'ibs',
} as const

type Argument = string | number | boolean

/** One murmurd, within one call of the module. */
export interface Murmur {
  readonly settings: MumbleSettings
  /** Asks for one thing and answers its values. */
  ask(method: keyof typeof METHODS, ...values: Argument[]): Promise<Result<readonly unknown[]>>
  askServer(
    id: number,
    method: keyof typeof SERVER_METHODS,
    ...values: Argument[]
  ): Promise<Result<readonly unknown[]>>
  /** Whether this connection has the name now; it is given back when the connection ends. */
  own(name: string): Promise<Result<boolean>>
  giveBack(name: string): Promise<void>
}

const CONNECT_MS = 15_000

/** Flag of RequestName: rather be refused than wait in line. */
const DO_NOT_QUEUE = 4
const PRIMARY_OWNER = 1
const ALREADY_OWNER = 4

/** Connects to the bus, does the work and leaves it. Ends when the call is aborted. */
export async function withMurmur<T>(
  ctx: Pick<ModuleContext, 'signal'>,
  settings: MumbleSettings,
  work: (murmur: Murmur) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (ctx.signal.aborted) return fail('transient', 'Given up before it was asked')
  const { sessionBus, Message } = await import('@jellybrick/dbus-next')
  const authMethods: ('EXTERNAL' | 'ANONYMOUS')[] = settings.bus.startsWith('tcp:')
    ? ['EXTERNAL', 'ANONYMOUS']
    : ['EXTERNAL']
  const bus = sessionBus({ busAddress: settings.bus, authMethods })
  const line = openLine(bus, ctx.signal)
  const guarded = async <V>(asking: () => Promise<V>): Promise<Result<V>> => {
    try {
      return ok(await Promise.race([asking(), line.broken]))
    } catch (error) {
      return failureOf(error, true)
    }
  }
  const call = async (path: string, [face, member, signature]: string[], body: Argument[]) => {
    const request = {
      destination: settings.service,
      path,
      interface: face,
      member,
      signature,
      body,
    }
    const reply = await guarded(() => bus.call(new Message(request)))
    return reply.ok ? ok(reply.value?.body ?? []) : reply
  }
  try {
    await line.ready
  } catch (error) {
    line.close()
    return failureOf(error, ctx.signal.aborted)
  }
  try {
    return await work({
      settings,
      ask: (method, ...values) =>
        call('/', ['net.sourceforge.mumble.Meta', method, METHODS[method]], values),
      askServer: (id, method, ...values) =>
        call(`/${id}`, ['net.sourceforge.mumble.Murmur', method, SERVER_METHODS[method]], values),
      async own(name) {
        const answer = await guarded(() => bus.requestName(name, DO_NOT_QUEUE))
        return answer.ok ? ok([PRIMARY_OWNER, ALREADY_OWNER].includes(answer.value)) : answer
      },
      async giveBack(name) {
        await guarded(() => bus.releaseName(name))
      },
    })
  } finally {
    line.close()
  }
}

/** A connection that is noticed to break: the client library lets its callers wait for ever then. */
function openLine(bus: MessageBus, signal: AbortSignal) {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  broken.catch(() => undefined)
  const onAbort = () => reject(new Error('Given up while waiting for the answer'))
  signal.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(() => reject(new Error('The bus does not answer')), CONNECT_MS)
  // Also after the end: a late error without a listener would be thrown.
  const events: unknown = bus
  if (events instanceof EventEmitter) events.on('error', reject)
  const hangUp = guardStream(bus, reject)
  const connected = new Promise<void>((resolve) => {
    bus.once('connect', () => {
      clearTimeout(timer)
      resolve()
    })
  })
  return {
    broken,
    ready: Promise.race([connected, broken]),
    close() {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      hangUp()
    },
  }
}
