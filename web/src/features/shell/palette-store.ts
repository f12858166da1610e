import { createSpotlight } from '@mantine/spotlight'
import { useEffect } from 'react'

/** The palette's state, and how to open it. */
export const [paletteStore, palette] = createSpotlight()

/**
 * Marks the first of the things on offer as soon as they are there: what is searched for comes
 * after the last key was pressed, and Enter means the first of it.
 */
export function useFirstMarked(offered: string): void {
  useEffect(() => {
    if (!offered) return
    const list = document.getElementById(paletteStore.getState().listId)
    const [first] = list?.querySelectorAll('[data-action]:not([disabled])') ?? []
    if (!first) return
    list?.querySelector('[data-selected]')?.removeAttribute('data-selected')
    first.setAttribute('data-selected', 'true')
    const selected = [...(list?.querySelectorAll('[data-action]') ?? [])].indexOf(first)
    paletteStore.updateState((state) => ({ ...state, selected }))
  }, [offered])
}
