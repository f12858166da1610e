import { createHash } from 'node:crypto'

/** A host key as it was presented while connecting. */
export interface HostKey {
  /** `ssh-ed25519`. */
  readonly type: string
  /** As OpenSSH writes it: `SHA256:` and base64 without padding. */
  readonly fingerprint: string
}

/** Reads the key that a server presents (RFC 4253, 6.6: the name of its type comes first). */
export function hostKeyOf(key: Buffer): HostKey {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0
  const digest = createHash('sha256').update(key).digest('base64').replace(/=+$/, '')
  return { type: key.toString('latin1', 4, 4 + length), fingerprint: `SHA256:${digest}` }
}

/** What is pinned: one per line or separated by commas, with or without `SHA256:` and padding. */
export function parseFingerprints(text: string): string[] {
  return [...text.matchAll(/(?:SHA256:)?([A-Za-z0-9+/]{43})=?(?![A-Za-z0-9+/])/g)].map(
    ([, digest]) => `SHA256:${digest}`,
  )
}

/** Whether the presented key is one of the pinned ones. */
export function isPinned(key: HostKey, pinned: string): boolean {
  return parseFingerprints(pinned).includes(key.fingerprint)
}
