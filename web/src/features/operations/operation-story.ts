/** What the page needs of an operation to say in plain words how it stands. */
export interface Told {
  state: string
  waitsForStaff: boolean
  dueAt: string | null
  abortRequestedAt: string | null
  /** Its gate: calls wait unless it is open. */
  server: { gate: { state: string } } | null
}

/** How an operation stands; names its texts, `operations.story.<id>.title` and `.text`. */
export interface Story {
  id:
    | 'turn'
    | 'later'
    | 'held'
    | 'running'
    | 'stopping'
    | 'asking'
    | 'unknown'
    | 'again'
    | 'failed'
    | 'succeeded'
    | 'abandoned'
    | 'superseded'
  tone: 'calm' | 'busy' | 'doubt' | 'wrong' | 'well'
}

/** Tells an operation's state from what is stored of it; `now` in epoch milliseconds. */
export function storyOf(operation: Told, now: number): Story {
  const { state, waitsForStaff, dueAt, abortRequestedAt, server } = operation
  const isHeld = server !== null && server.gate.state !== 'open'
  switch (state) {
    case 'queued':
      if (isHeld) return { id: 'held', tone: 'calm' }
      return dueAt !== null && Date.parse(dueAt) > now
        ? { id: 'later', tone: 'calm' }
        : { id: 'turn', tone: 'calm' }
    case 'running':
      return { id: abortRequestedAt ? 'stopping' : 'running', tone: 'busy' }
    case 'unknown':
      if (waitsForStaff) return { id: 'unknown', tone: 'doubt' }
      return { id: isHeld ? 'held' : 'asking', tone: 'doubt' }
    case 'failed':
      if (waitsForStaff) return { id: 'failed', tone: 'wrong' }
      return { id: isHeld ? 'held' : 'again', tone: 'wrong' }
    case 'abandoned':
    case 'superseded':
      return { id: state, tone: 'calm' }
    default:
      return { id: 'succeeded', tone: 'well' }
  }
}

/** Error codes with words of their own about what staff can do; others are explained in general. */
const EXPLAINED = new Set(['capacity', 'auth', 'config', 'not_found', 'conflict', 'unsupported'])

/** The text that says what to do about a failure, below `operations.remedy`. */
export function remedyOf(code: string | undefined): string {
  if (code === 'transient' || code === 'rejected') return code
  return code !== undefined && EXPLAINED.has(code) ? code : 'other'
}
