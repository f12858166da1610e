import type { PanelLogLine } from '@berth/sdk'

/*
 * Reading the console's log takes what was read out of the server's buffer: seen on LXD 5.0.2, which
 * then even answers 500 when there is nothing new. Whoever looks twice would see each line once. So
 * what was read is kept here, in this process, for as long as it is looked at.
 */

/** Of one console, in characters; and of how many consoles. */
const MOST_KEPT = 64 * 1024
const MOST_CONSOLES = 200

const kept = new Map<string, string>()

/** Adds what was just read of the console of this name; answers all that is known of it. */
export function rememberConsole(name: string, read: string): string {
  const text = joinLog(kept.get(name) ?? '', read.slice(-MOST_KEPT)).slice(-MOST_KEPT)
  // The one that was looked at last stands last.
  kept.delete(name)
  kept.set(name, text)
  const [oldest] = kept.keys()
  if (kept.size > MOST_CONSOLES && oldest !== undefined) kept.delete(oldest)
  return text
}

/**
 * What follows on what was known, where the end of the one may be the beginning of the other: a server
 * that takes nothing out answers all of it again.
 */
export function joinLog(known: string, read: string): string {
  return known + read.slice(overlap(known, read))
}

/** How long the longest beginning of `next` is that `text` ends with; in linear time (Knuth, Morris, Pratt). */
function overlap(text: string, next: string): number {
  const falls = new Uint32Array(next.length + 1)
  const advance = (length: number, char: string | undefined) => {
    let at = length
    while (at > 0 && (at === next.length || next[at] !== char)) at = falls[at - 1] ?? 0
    return next[at] === char && at < next.length ? at + 1 : at
  }
  for (let i = 1; i < next.length; i++) falls[i] = advance(falls[i - 1] ?? 0, next[i])
  let length = 0
  for (const char of text.split('')) length = advance(length, char)
  return length
}

/** The text of a terminal as lines, without what moves the cursor or changes colours. */
export function consoleLines(text: string): PanelLogLine[] {
  const lines = text.replaceAll(ESCAPES, '').split(/\r*\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => ({
    at: null,
    stream: 'stdout',
    text: (line.split('\r').at(-1) ?? '').replaceAll(CONTROLS, ''),
  }))
}

const ESC = String.fromCharCode(27)
const BEL = String.fromCharCode(7)
const ESCAPES = new RegExp(
  `${ESC}(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^${BEL}]*${BEL}|[()][A-Za-z0-9]|[=>78cDEHM])`,
  'g',
)
const CONTROLS = /[^\P{Cc}\t]/gu
