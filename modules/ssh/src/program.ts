import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { exporting, printing, quote } from './quote.ts'

/** The shell functions that run on the server; see the comment at their beginning. */
const WRAPPER = readFileSync(new URL('./wrapper.sh', import.meta.url), 'utf8')

/** Which function of the wrapper is called. */
export type Entry =
  | 'run_verb'
  | 'mark'
  | 'read_services'
  | 'read_runs'
  | 'read_keys'
  | 'list_all'
  | 'check'

/** One program for the server's shell. */
export interface ProgramInput {
  readonly entry: Entry
  readonly stateFolder: string
  /** The service it is about. */
  readonly key?: string
  /** Several services, for reading. */
  readonly keys?: readonly string[]
  readonly verb?: string
  readonly operationId?: string
  /** The script that is run; for `mark` what is known of the resource, as a script would say it. */
  readonly script?: string
  readonly parameters?: ReadonlyMap<string, string>
  /** Kept on the server, so that the service can be looked up without its product. */
  readonly inspect?: { readonly script: string; readonly parameters: ReadonlyMap<string, string> }
  /** What Berth says of the service, one line of JSON. */
  readonly meta?: string
  readonly markState?: 'active' | 'suspended'
  /** How long to wait for a run that is under way, and how long the script may take, in seconds. */
  readonly waitSeconds?: number
  readonly limitSeconds?: number
}

export interface Program {
  readonly text: string
  /** Begins every line of the answer that is the wrapper's. */
  readonly nonce: string
}

/**
 * The program as it goes to `sh -s`. All of it stands between braces, which a shell reads to the end
 * before it carries out the first command: a connection that breaks while it is sent does nothing.
 */
export function programOf(input: ProgramInput): Program {
  const nonce = `berth-${randomBytes(16).toString('hex')}`
  const parameters = new Map([...(input.parameters ?? []), ['BERTH_VERB', input.verb ?? 'list']])
  const text = [
    '{\n',
    settingsOf(input, nonce),
    printing('give_script', input.script ?? ''),
    printing('give_inspect', input.inspect?.script ?? ''),
    printing('give_inspect_environment', exporting(input.inspect?.parameters ?? new Map())),
    printing('give_meta', input.meta ?? ''),
    `export_parameters() {\n${exporting(parameters)}export BERTH_INTERRUPTED\n}\n`,
    WRAPPER,
    `${input.entry}\n`,
    '} </dev/null\n',
  ].join('')
  return { text, nonce }
}

function settingsOf(input: ProgramInput, nonce: string): string {
  const settings: Record<string, string> = {
    B_NONCE: nonce,
    B_KEY: nameOf(input.key ?? '-'),
    B_KEYS: (input.keys ?? []).map(nameOf).join(' '),
    B_VERB: input.verb ?? '-',
    B_OPERATION: nameOf(input.operationId ?? '-'),
    B_DIGEST: digestOf(input),
    B_MARK_STATE: input.markState ?? 'active',
    B_WAIT: String(input.waitSeconds ?? 5),
    B_LIMIT: String(input.limitSeconds ?? 60),
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quote(value)}\n`)
  return `${lines.join('')}${folderLine(input.stateFolder)}`
}

/** A folder that is not absolute begins at the home of the user who logs in. */
function folderLine(folder: string): string {
  return folder.startsWith('/')
    ? `B_STATE=${quote(folder)}\n`
    : `B_STATE="\${HOME:-/}"/${quote(folder)}\n`
}

/** A key or an operation id as a name of a file; what is none is replaced by its digest. */
export function nameOf(id: string): string {
  return /^[A-Za-z0-9-]{1,100}$/.test(id) ? id : createHash('sha256').update(id).digest('hex')
}

/** Of everything that the script is given: the same operation with other input is another run. */
function digestOf({ script, parameters, verb }: ProgramInput): string {
  const all = JSON.stringify([verb, script, [...(parameters ?? [])]])
  return createHash('sha256').update(all).digest('hex').slice(0, 32)
}
