import { lookup as resolve } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { retryAfterMs } from '@berth/sdk'
import { isPrivateAddress } from './private-address.ts'

export interface PublicRequest {
  url: URL
  headers: Readonly<Record<string, string>>
  body: string
  /** For the whole exchange. */
  limitMs: number
  /** How much of the answer is kept, in bytes; the rest is not waited for. */
  answerBytes: number
  /** Allows addresses that do not belong to the public internet. */
  allowPrivate: boolean
}

export interface PublicAnswer {
  status: number
  /** Its beginning. */
  body: string
  /** How long it asks us to wait (Retry-After); null when it does not say. */
  retryAfterMs: number | null
}

/** The target is, or its name leads to, an address that is not of the public internet. */
export class PrivateTargetError extends Error {
  constructor(host: string, address: string) {
    super(`${host} leads to the private address ${address}`)
  }
}

/**
 * Posts to an address that somebody typed in. The address is looked at again when the connection is
 * made, so that a name cannot lead elsewhere between a check and its use. Redirects are answers like
 * any other: they are not followed. Rejects when there is no answer.
 */
export async function sendPublic(request: PublicRequest): Promise<PublicAnswer> {
  const { url, allowPrivate } = request
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && isIP(host) && isPrivateAddress(host))
    throw new PrivateTargetError(host, host)
  return exchange(request, allowPrivate ? undefined : publicLookup())
}

function exchange(request: PublicRequest, lookup?: LookupFunction): Promise<PublicAnswer> {
  const { url, headers, body, limitMs, answerBytes } = request
  const start = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((answered, failed) => {
    const signal = AbortSignal.timeout(limitMs)
    const sent = start(url, { method: 'POST', headers, signal, ...(lookup ? { lookup } : {}) })
    sent.on('error', (error) =>
      failed(signal.aborted ? new Error(`no answer within ${limitMs / 1000} s`) : error),
    )
    sent.on('response', (response) => {
      const status = response.statusCode ?? 0
      const retryAfterMs = waitAskedFor(response)
      let kept = Buffer.alloc(0)
      const done = () => answered({ status, body: kept.toString('utf8'), retryAfterMs })
      response.on('data', (chunk: Buffer) => {
        kept = Buffer.concat([kept, chunk]).subarray(0, answerBytes)
        if (kept.length < answerBytes) return
        done()
        response.destroy()
      })
      response.on('end', done)
      // The status is known: what is missing of the body changes nothing.
      response.on('error', done)
    })
    sent.end(body)
  })
}

function waitAskedFor({ headers }: IncomingMessage): number | null {
  const said = new Headers()
  for (const name of ['retry-after', 'date'] as const)
    if (headers[name]) said.set(name, headers[name])
  return retryAfterMs(said) ?? null
}

/** Resolves a name as the system does, and refuses it when any of its addresses is private. */
export function publicLookup(system: typeof resolve = resolve): LookupFunction {
  return (name, options, done) => {
    system(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, [])
      const secret = addresses.find(({ address }) => isPrivateAddress(address))
      if (secret) return done(new PrivateTargetError(name, secret.address), [])
      const [first] = addresses
      if (options.all || !first) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}
