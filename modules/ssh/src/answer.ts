/** What the wrapper answered, its lines sorted. */
export interface Answer {
  /** The last word: `ran`, `known`, `running …`, `paused …`, `missing`, `trouble …`. Null: cut off. */
  readonly done: readonly string[] | null
  /** Exit code of the script, where one ran. */
  readonly exit: number | null
  /** Standard output and error of the script. */
  readonly out: string
  readonly err: string
  /** The services that were read, in order; what was said before the first belongs to the one asked. */
  readonly services: readonly ServiceAnswer[]
  /** Remote ids by key. */
  readonly keys: ReadonlyMap<string, string>
  readonly listed: string
  readonly past: readonly (readonly string[])[]
  readonly checks: ReadonlyMap<string, boolean>
}

/** What the server keeps of one service. */
export interface ServiceAnswer {
  readonly key: string
  readonly state: 'active' | 'suspended' | null
  /** What its scripts said of it, later lines after earlier ones. */
  readonly known: string
  /** What Berth said of it when it was last changed. */
  readonly meta: string
  readonly run: RunAnswer | null
  /** Exit code and output of its look-up script, where there is one. */
  readonly lookUp: { readonly code: number; readonly seen: string; readonly err: string } | null
}

/** The last run of a service. */
export interface RunAnswer {
  readonly status: 'none' | 'ended' | 'running' | 'interrupted'
  readonly code: number | null
  readonly verb: string
}

type Writable<T> = { -readonly [name in keyof T]: T[name] }
interface Draft extends Writable<Answer> {
  readonly services: Writable<ServiceAnswer>[]
  readonly keys: Map<string, string>
  readonly past: string[][]
  readonly checks: Map<string, boolean>
}

/** Reads an answer piece by piece. */
export interface AnswerReader {
  take(piece: string): void
  /** Whether all of it has arrived. */
  isDone(): boolean
  value(): Answer
}

/** `key` is the service that was asked about; `onProgress` is told at once. */
export function readAnswer(
  nonce: string,
  key: string,
  onProgress: (words: string) => void,
): AnswerReader {
  const answer: Draft = {
    done: null,
    exit: null,
    out: '',
    err: '',
    services: [emptyService(key)],
    keys: new Map(),
    listed: '',
    past: [],
    checks: new Map(),
  }
  const mark = `${nonce} `
  let rest = ''
  const read = (line: string) => {
    const text = /^(known|meta|out|err|seen|listed)\|(.*)$/s.exec(line)
    if (text) return takeText(answer, text[1] ?? '', `${text[2] ?? ''}\n`)
    if (line.startsWith('progress ')) return onProgress(line.slice('progress '.length))
    const [word = '', ...values] = line.split(' ')
    WORDS[word]?.(answer, values)
  }
  return {
    take(piece) {
      const lines = `${rest}${piece}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        // Whatever the server's login prints is not ours.
        const at = line.indexOf(mark)
        if (at >= 0) read(line.slice(at + mark.length))
      }
    },
    isDone: () => answer.done !== null,
    value: () => answer,
  }
}

function emptyService(key: string): Writable<ServiceAnswer> {
  return { key, state: null, known: '', meta: '', run: null, lookUp: null }
}

const current = ({ services }: Draft) => services.at(-1) ?? emptyService('')

function takeText(answer: Draft, part: string, line: string): void {
  const service = current(answer)
  const { lookUp } = service
  if (part === 'known' || part === 'meta') service[part] += line
  else if (part === 'out' || part === 'listed') answer[part] += line
  else if (!lookUp) answer.err += line
  else if (part === 'seen') service.lookUp = { ...lookUp, seen: lookUp.seen + line }
  else service.lookUp = { ...lookUp, err: lookUp.err + line }
}

/** What each word of the wrapper means. */
const WORDS: Readonly<Record<string, (answer: Draft, values: readonly string[]) => void>> = {
  done: (answer, values) => {
    answer.done = values
  },
  exit: (answer, [code]) => {
    answer.exit = Number(code)
  },
  state: (answer, [state]) => {
    current(answer).state = state === 'suspended' ? 'suspended' : 'active'
  },
  service: (answer, [key = '']) => void answer.services.push(emptyService(key)),
  key: (answer, [key = '', ...id]) => void answer.keys.set(key, id.join(' ')),
  past: (answer, values) => void answer.past.push([...values]),
  look_up: (answer, [code]) => {
    current(answer).lookUp = { code: Number(code), seen: '', err: '' }
  },
  check: (answer, [name = '', word]) => void answer.checks.set(name, word === 'yes'),
  tool: (answer, [name = '', word]) => void answer.checks.set(`tool ${name}`, word === 'yes'),
  run: (answer, [, status = '', code = '-', verb = '-']) => {
    current(answer).run = {
      status: statusOf(status),
      code: code === '-' ? null : Number(code),
      verb,
    }
  },
}

function statusOf(word: string): RunAnswer['status'] {
  return word === 'ended' || word === 'running' || word === 'interrupted' ? word : 'none'
}
