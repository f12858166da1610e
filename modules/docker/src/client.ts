import { subscribe } from 'node:diagnostics_channel'
import { Agent, type IncomingMessage } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { fail, type ModuleContext, ok, type Result } from '@berth/sdk'
import type Docker from 'dockerode'
import { failureOf } from './failures.ts'
import type { DockerSettings } from './forms.ts'

/** One engine, within one call of the module. */
export interface Engine {
  readonly settings: DockerSettings
  /**
   * Asks the engine for one thing and says in our words what came of it. Ends when the module's call
   * is aborted, also if the client library would wait on. A connection that breaks is tried once
   * more: engines close one now and then under load, and what is asked this way may be asked twice.
   */
  call<T>(work: Work<T>): Promise<Result<T>>
  /** The same for what must not be asked twice. */
  callOnce<T>(work: Work<T>): Promise<Result<T>>
}

type Work<T> = (docker: Docker, signal: AbortSignal) => Promise<T>

/**
 * Options for the client library that go into the query only. Without this it sends them in the
 * address *and* as the body of a POST: environment variables would end up in access logs.
 */
export function inQuery<T extends object>(query: T, abortSignal: AbortSignal): T {
  return { _query: query, _body: {}, abortSignal } as unknown as T
}

/** The same for a request that has a body too. */
export function withBody<T extends object>(query: object, body: T, abortSignal: AbortSignal): T {
  return { _query: query, _body: body, abortSignal } as unknown as T
}

/** Answers by the agent that asked: the client library shows neither headers nor broken answers. */
const listeners = new WeakMap<object, (response: IncomingMessage) => void>()
subscribe('http.client.response.finish', (message) => {
  const { request, response } = message as {
    request: { agent?: object }
    response: IncomingMessage
  }
  if (request.agent) listeners.get(request.agent)?.(response)
})

/** Connects to the engine of these settings; nothing is sent yet. */
export function connect(ctx: Pick<ModuleContext, 'signal'>, settings: DockerSettings): Engine {
  const mask = [settings.tlsKey, settings.tlsCert, settings.tlsCa].filter((pem) => pem !== '')
  const callOnce = async <T>(work: Work<T>): Promise<Result<T>> => {
    // Loaded when first needed: most of its weight is for what an engine is never asked here.
    const { default: Client } = await import('dockerode')
    if (ctx.signal.aborted) return fail('transient', 'Given up before it was asked')
    const line = openLine(Client, settings, ctx.signal)
    try {
      return ok(await Promise.race([work(line.docker, ctx.signal), line.broken]))
    } catch (error) {
      return failureOf(error, { headers: line.answer()?.headers, mask })
    } finally {
      line.close()
    }
  }
  return {
    settings,
    callOnce,
    async call(work) {
      const first = await callOnce(work)
      return !first.ok && first.error.lost && !ctx.signal.aborted ? callOnce(work) : first
    },
  }
}

/** A client for one request, which notices that its answer broke off or is not wanted any more. */
function openLine(Client: typeof Docker, settings: DockerSettings, signal: AbortSignal) {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  const tls = settings.tlsKey !== ''
  const agent = tls ? new TlsAgent({ keepAlive: false }) : new Agent({ keepAlive: false })
  let answer: IncomingMessage | undefined
  listeners.set(agent, (response) => {
    answer = response
    response.once('error', () => reject(new Error('The answer broke off')))
    response.once('aborted', () => reject(new Error('The answer broke off')))
  })
  const onAbort = () => reject(new Error('Given up while waiting for the answer'))
  signal.addEventListener('abort', onAbort, { once: true })
  return {
    docker: new Client({ ...addressOf(settings), agent } as Docker.DockerOptions),
    broken,
    answer: () => answer,
    close() {
      signal.removeEventListener('abort', onAbort)
      agent.destroy()
    },
  }
}

/** Everything is given, also what is absent: the library would else read the environment. */
function addressOf(settings: DockerSettings): Docker.DockerOptions {
  const pem = (text: string) => (text === '' ? undefined : text)
  const certificates = {
    ca: pem(settings.tlsCa),
    cert: pem(settings.tlsCert),
    key: pem(settings.tlsKey),
  }
  if (settings.host.startsWith('unix://')) {
    const socketPath = settings.host.slice('unix://'.length)
    return { socketPath, host: undefined, port: undefined, protocol: 'http' }
  }
  const { hostname, port } = new URL(settings.host.replace(/^tcp:/, 'http:'))
  const protocol = settings.tlsKey === '' ? 'http' : 'https'
  return { ...certificates, host: hostname, port: port || undefined, protocol }
}
