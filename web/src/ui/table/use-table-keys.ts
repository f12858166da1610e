import { type RefObject, useEffect, useRef } from 'react'
import { commandOf, moveCursor } from './table-keys.ts'

interface TableKeys {
  /** Holds the rows: elements with `data-row`, their id. */
  container: RefObject<HTMLElement | null>
  search: RefObject<HTMLInputElement | null>
  onToggle?: (rowId: string) => void
  onClear?: () => void
  onHelp: () => void
}

/** Where somebody types or chooses; a row's box to tick is none of them. */
const FIELDS = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]'

/** Where keys have a meaning of their own. */
const PLACES = '[role="dialog"], [role="menu"], [role="listbox"], [role="tablist"]'

/** The same, and whatever Space presses. */
const PRESSED_BY_SPACE = 'button, summary, [role="button"]'

/**
 * The keyboard of a list, from anywhere on its page: `/` searches, arrows and j/k move the cursor,
 * which is the focus, so that Enter opens and screen readers follow; Space ticks, Escape unticks
 * all, `?` explains. Never while somebody types or a dialog is open.
 */
export function useTableKeys(keys: TableKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event)
      if (!command || event.defaultPrevented || !isFree(event.target)) return
      if (carryOut(latest.current, command)) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

function isFree(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]')) return false
  return !(target instanceof Element && target.closest(`${FIELDS}, ${PLACES}`))
}

/** Whether there was something to do. */
function carryOut(keys: TableKeys, command: NonNullable<ReturnType<typeof commandOf>>): boolean {
  const rows = [...(keys.container.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const focused = document.activeElement
  const at = rows.findIndex((row) => row.contains(focused))
  switch (command.kind) {
    case 'search':
      keys.search.current?.focus()
      keys.search.current?.select()
      return keys.search.current !== null
    case 'help':
      keys.onHelp()
      return true
    case 'clear':
      keys.onClear?.()
      return keys.onClear !== undefined
    case 'move':
    case 'edge': {
      if (rows.length === 0 || (command.kind === 'edge' && at === -1)) return false
      placeCursor(rows[moveCursor(at, command, rows.length)])
      return true
    }
    case 'select': {
      const id = rows[at]?.dataset.row
      if (!id || !keys.onToggle || focused?.matches(`input, ${PRESSED_BY_SPACE}`)) return false
      keys.onToggle(id)
      return true
    }
  }
}

/** The row's link takes the focus, so that Enter opens it; a row without one takes it itself. */
function placeCursor(row: HTMLElement | undefined): void {
  const target = row?.querySelector<HTMLElement>('.row-link') ?? row
  target?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
}
