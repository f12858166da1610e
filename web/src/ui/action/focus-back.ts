import { useEffect, useState } from 'react'

/** Gives the focus to an element again, once a dialog has left and if nothing else has taken it. */
export function focusBack(element: Element | null): void {
  setTimeout(() => {
    const isFree = document.activeElement === null || document.activeElement === document.body
    if (isFree && element instanceof HTMLElement) element.focus({ preventScroll: true })
  })
}

/**
 * For a dialog that is mounted to be opened: what had the focus before gets it back when it closes.
 * Mantine does that only for dialogs that stay mounted.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(() => () => focusBack(before), [before])
}
