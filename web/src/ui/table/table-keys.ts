/** What a key does in a list. */
export type TableCommand =
  | { kind: 'search' }
  | { kind: 'move'; by: 1 | -1 }
  | { kind: 'edge'; at: 'first' | 'last' }
  | { kind: 'select' }
  | { kind: 'clear' }
  | { kind: 'help' }

/** The part of a keyboard event that decides. */
export interface PressedKey {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

const COMMANDS: Record<string, TableCommand> = {
  '/': { kind: 'search' },
  '?': { kind: 'help' },
  ArrowDown: { kind: 'move', by: 1 },
  ArrowUp: { kind: 'move', by: -1 },
  j: { kind: 'move', by: 1 },
  k: { kind: 'move', by: -1 },
  Home: { kind: 'edge', at: 'first' },
  End: { kind: 'edge', at: 'last' },
  ' ': { kind: 'select' },
  Escape: { kind: 'clear' },
}

/** The command of a key; null for all others and for every key with Ctrl, Cmd or Alt. */
export function commandOf(pressed: PressedKey): TableCommand | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null
  return COMMANDS[pressed.key] ?? null
}

/** Where the cursor goes among `count` rows; `at` is -1 while it is on none. */
export function moveCursor(at: number, command: TableCommand, count: number): number {
  if (command.kind === 'edge') return command.at === 'first' ? 0 : count - 1
  if (command.kind !== 'move') return at
  if (at === -1) return command.by === 1 ? 0 : count - 1
  return Math.min(Math.max(at + command.by, 0), count - 1)
}

/** The shortcuts of a list as its help names them; `what` is the key of the words. */
export function shortcutsOf(has: {
  search: boolean
  open: boolean
  select: boolean
  palette: boolean
}): { keys: string[]; what: string }[] {
  return [
    ...(has.search ? [{ keys: ['/'], what: 'search' }] : []),
    { keys: ['Down', 'j'], what: 'down' },
    { keys: ['Up', 'k'], what: 'up' },
    ...(has.open ? [{ keys: ['Enter'], what: 'open' }] : []),
    ...(has.select
      ? [
          { keys: ['Space'], what: 'select' },
          { keys: ['Esc'], what: 'clear' },
        ]
      : []),
    ...(has.palette ? [{ keys: ['Ctrl', 'K'], what: 'palette' }] : []),
    { keys: ['?'], what: 'help' },
  ]
}
