import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'

/** The keys of one test server, in a folder of its own. */
export interface TestKeys {
  readonly hostKeyFile: string
  readonly fingerprint: string
  readonly userKey: string
  readonly authorizedKeysFile: string
  /** For servers that take one. */
  readonly password: string
  authorize(): Promise<void>
  forbid(): Promise<void>
}

/** Makes a host key and a user's key; the user may log in until `forbid`. */
export async function makeKeys(folder: string): Promise<TestKeys> {
  const host = makePair()
  const user = makePair()
  const hostKeyFile = join(folder, 'host_key')
  const authorizedKeysFile = join(folder, 'authorized_keys')
  await writeFile(hostKeyFile, host.private, { mode: 0o600 })
  const keys = {
    hostKeyFile,
    fingerprint: await fingerprintOf(host.public),
    userKey: user.private,
    authorizedKeysFile,
    password: 'a password of the test server',
    authorize: () => writeFile(authorizedKeysFile, `${user.public}\n`, { mode: 0o600 }),
    forbid: () => writeFile(authorizedKeysFile, '', { mode: 0o600 }),
  }
  await keys.authorize()
  return keys
}

/** The library makes a key now and then that it cannot read itself. */
export function makePair(options: { passphrase?: string } = {}): {
  private: string
  public: string
} {
  const { passphrase } = options
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync(
      'ed25519',
      passphrase === undefined ? {} : { passphrase, cipher: 'aes256-cbc', rounds: 1 },
    )
    if (!(ssh2.utils.parseKey(pair.private, passphrase) instanceof Error)) return pair
  }
}

/** Computed in the test by itself, not by the module. */
async function fingerprintOf(publicKey: string): Promise<string> {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
  const digest = await crypto.subtle.digest('SHA-256', blob)
  return `SHA256:${Buffer.from(digest).toString('base64').replace(/=+$/, '')}`
}

/** Whether this public key may log in right now. */
export async function isAuthorized(file: string, key: Buffer): Promise<boolean> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.some((line) => line.split(' ')[1] === key.toString('base64'))
}
