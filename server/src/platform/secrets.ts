import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Seals secrets (server credentials, TOTP seeds, passwords of resources) with AES-256-GCM. The
 * context (`server:<id>`) is authenticated with the text, so that a sealed value cannot be moved
 * to another row.
 */
export interface Secrets {
  seal(plain: string, context: string): string
  /** Throws when the text was not sealed with this key and context. */
  open(sealed: string, context: string): string
  /** A key for signing, derived for one purpose. */
  key(purpose: string): Buffer
}

const VERSION = 'v1'

/** `masterKey` is any text of at least 32 characters; it is stretched, never used as it is. */
export function openSecrets(masterKey: string): Secrets {
  const derived = new Map<string, Buffer>()
  const key = (purpose: string) => {
    const known = derived.get(purpose)
    if (known) return known
    const fresh = Buffer.from(hkdfSync('sha256', masterKey, 'berth', purpose, 32))
    derived.set(purpose, fresh)
    return fresh
  }
  const sealing = key('seal')
  return {
    key,
    seal(plain, context) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return [VERSION, iv, cipher.getAuthTag(), body]
        .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
        .join('.')
    },
    open(sealed, context) {
      const [version, iv, tag, body] = sealed.split('.')
      if (version !== VERSION || !iv || !tag || body === undefined) {
        throw new Error('not a sealed value')
      }
      const decipher = createDecipheriv('aes-256-gcm', sealing, Buffer.from(iv, 'base64url'))
      decipher.setAAD(Buffer.from(context)).setAuthTag(Buffer.from(tag, 'base64url'))
      return Buffer.concat([
        decipher.update(Buffer.from(body, 'base64url')),
        decipher.final(),
      ]).toString('utf8')
    },
  }
}

/** How tokens and keys are stored: they are random, so one SHA-256 is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
