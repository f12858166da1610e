import type { Context } from '../context.ts'

/**
 * An address of ours for mails, gateways and consoles. It starts with BERTH_URL, or with where the
 * process listens; never with what a request claims to be its host, which anybody may forge.
 */
export function publicLink(config: Context['config'], path: string): string {
  const host = ['0.0.0.0', '::', ''].includes(config.host) ? 'localhost' : config.host
  const origin =
    config.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`
  return new URL(path, `${origin.replace(/\/$/, '')}/`).href
}
