import { fail, type ModuleContext, maskSecrets, ok, type Result } from '@berth/sdk'
import type {
  Client,
  ClientChannel,
  ConnectConfig,
  KeyboardInteractiveCallback,
  Prompt,
} from 'ssh2'
import { type Answer, readAnswer } from './answer.ts'
import { type HostKey, hostKeyOf, isPinned } from './fingerprint.ts'
import type { SshSettings } from './forms.ts'
import { type ProgramInput, programOf } from './program.ts'

/** What a shell is started with. `-n`: rather fail than ask for a password. */
const SHELLS: Readonly<Record<SshSettings['become'], string>> = {
  none: 'exec sh -s',
  sudo: 'exec sudo -n -H sh -s',
  doas: 'exec doas -n sh -s',
}

/** No more than this is read of one answer. */
const MOST_BYTES = 16 * 2 ** 20

/** How long reaching the server and logging in may take. */
const READY_MS = 20_000

export interface SessionOptions {
  /** Told of each step that a script announces. */
  readonly onProgress?: (words: string) => void
  /** Told of the key that the server presents, pinned or not. */
  readonly onHostKey?: (key: HostKey) => void
}

/** Everything of the settings that may never be said. */
export function secretsOf(settings: SshSettings): string[] {
  const { password, passphrase, privateKey } = settings
  // Parts of a key are as secret as the whole.
  const lines = privateKey.split('\n').filter((line) => line.length >= 16)
  return [password, passphrase, privateKey, ...lines].filter((secret) => secret !== '')
}

/**
 * Connects, gives one program to a shell on the server and reads its answer. One connection per
 * call: nothing stays open between calls. What is aborted or breaks off after the connection is
 * asked for is `lost`; closing the connection does not end what runs on the server.
 */
export async function runProgram(
  ctx: Pick<ModuleContext, 'signal'>,
  settings: SshSettings,
  input: Omit<ProgramInput, 'stateFolder'>,
  options: SessionOptions = {},
): Promise<Result<Answer>> {
  if (ctx.signal.aborted) return fail('transient', 'Given up before it was asked')
  const problem = pinningProblem(settings)
  if (problem && !options.onHostKey) return problem
  const { Client } = (await import('ssh2')).default
  const program = programOf({ ...input, stateFolder: settings.stateFolder })
  const reader = readAnswer(program.nonce, input.key ?? '', options.onProgress ?? (() => undefined))
  const line = openLine(new Client(), { ctx, settings, options })
  try {
    const client = await line.ready
    const channel = await line.guard(openShell(client, SHELLS[settings.become]))
    line.sent()
    await line.guard(talk(channel, program.text, reader))
    return ok(reader.value())
  } catch (error) {
    return line.failure(error)
  } finally {
    line.close()
  }
}

function pinningProblem({ hostKeys }: SshSettings): Result<never> | null {
  return hostKeys.trim() === ''
    ? fail('config', 'No host key is pinned: test the connection and pin the one it shows', {
        pointer: '/settings/hostKeys',
      })
    : null
}

interface LineInput {
  readonly ctx: Pick<ModuleContext, 'signal'>
  readonly settings: SshSettings
  readonly options: SessionOptions
}

/** A connection that ends with the call's signal and knows what a failure means at each stage. */
function openLine(client: Client, { ctx, settings, options }: LineInput) {
  const stage = { sent: false, presented: null as HostKey | null, pinned: false }
  const { promise: broken, reject } = Promise.withResolvers<never>()
  broken.catch(() => undefined)
  const guard = <T>(work: Promise<T>) => Promise.race([work, broken])
  const onAbort = () => reject(new Error('Given up while waiting for the answer'))
  ctx.signal.addEventListener('abort', onAbort, { once: true })
  // Also after the end: a late error without a listener would be thrown.
  client.on('error', reject)
  client.on('close', () => reject(new Error('The connection was closed')))
  // Each small message of logging in would else wait for the acknowledgement of the one before.
  client.on('connect', () => client.setNoDelay(true))
  client.on('keyboard-interactive', (...asked) => answerPrompts(asked, settings.password))
  const ready = new Promise<Client>((resolve, refuse) => {
    client.once('ready', () => resolve(client))
    const verify = (key: Buffer) => {
      stage.presented = hostKeyOf(key)
      stage.pinned = isPinned(stage.presented, settings.hostKeys)
      options.onHostKey?.(stage.presented)
      return stage.pinned
    }
    try {
      client.connect(addressOf(settings, verify))
    } catch (error) {
      // The library reads the private key here.
      refuse(
        Object.assign(new Error(`The private key is refused: ${wordsOf(error)}`), { key: true }),
      )
    }
  })
  return {
    ready: guard(ready),
    guard,
    sent() {
      stage.sent = true
    },
    failure(error: unknown) {
      const lost = stage.sent || ctx.signal.aborted
      return failureOf(error, { ...stage, lost, mask: secretsOf(settings) })
    },
    close() {
      ctx.signal.removeEventListener('abort', onAbort)
      client.destroy()
    },
  }
}

function addressOf(settings: SshSettings, hostVerifier: (key: Buffer) => boolean): ConnectConfig {
  const { host, port, user, password, privateKey, passphrase } = settings
  return {
    host,
    port,
    username: user,
    hostVerifier,
    readyTimeout: READY_MS,
    keepaliveInterval: 10_000,
    keepaliveCountMax: 3,
    ...(privateKey === ''
      ? { password, tryKeyboard: true, authHandler: ['password', 'keyboard-interactive'] }
      : { privateKey, authHandler: ['publickey'] }),
    ...(passphrase === '' ? {} : { passphrase }),
  }
}

type KeyboardInteractiveListener = (
  name: string,
  instructions: string,
  language: string,
  prompts: Prompt[],
  finish: KeyboardInteractiveCallback,
) => void

/** Servers with PAM ask for the password in a dialogue of one question. */
function answerPrompts(
  [, , , prompts, finish]: Parameters<KeyboardInteractiveListener>,
  password: string,
): void {
  finish(prompts.map((prompt) => (prompt.echo ? '' : password)))
}

function openShell(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel)))
  })
}

/** Sends the program and reads until its last word; without that word the answer is cut. */
function talk(
  channel: ClientChannel,
  text: string,
  reader: ReturnType<typeof readAnswer>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let [bytes, words, code] = [0, '', null as number | null]
    const decoder = new TextDecoder()
    channel.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (bytes > MOST_BYTES) return reject(new Error('The answer is too long'))
      reader.take(decoder.decode(piece, { stream: true }))
      if (reader.isDone()) resolve()
    })
    channel.stderr.on('data', (piece: Buffer) => {
      words = `${words}${piece.toString('utf8')}`.slice(-2000)
    })
    channel.on('exit', (exit: number | null) => {
      code = exit
    })
    channel.on('error', reject)
    channel.on('close', () => {
      const why = words.trim() || 'nothing was said'
      reject(Object.assign(new Error(`The shell ended early (${code}): ${why}`), { shell: code }))
    })
    channel.end(text)
  })
}

interface FailureStage {
  readonly presented: HostKey | null
  readonly pinned: boolean
  readonly lost: boolean
  readonly mask: readonly string[]
}

/** What an exception of the client library means in our words. */
function failureOf(
  thrown: unknown,
  { presented, pinned, lost, mask }: FailureStage,
): Result<never> {
  const error: Error & { level?: string; key?: true; shell?: number | null; reason?: unknown } =
    thrown instanceof Error ? thrown : new Error(String(thrown))
  const message = maskSecrets(wordsOf(error), mask)
  if (error.key) return fail('config', message, { pointer: '/settings/privateKey' })
  if (presented && !pinned) {
    return fail('config', `The server presents another host key: ${keyWords(presented)}`, {
      pointer: '/settings/hostKeys',
    })
  }
  if (error.level === 'client-authentication') return fail('auth', message)
  // No shell, no sudo without a password, an account that is closed: nothing ran.
  if (error.shell) return fail('config', message)
  if (/no matching/i.test(message) && error.level === 'handshake') return fail('config', message)
  return fail('transient', message, lost ? { lost: true } : {})
}

/** As staff compare it with `ssh-keygen -lf`. */
export function keyWords(key: HostKey): string {
  return `${key.fingerprint} (${key.type})`
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error)
}
