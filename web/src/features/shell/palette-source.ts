import type { TablerIcon } from '@tabler/icons-react'

/** One thing the command palette found. */
export interface PaletteHit {
  id: string
  label: string
  description?: string
  /** The page it opens. */
  to: string
}

/**
 * Where the palette looks besides pages and commands. A feature brings its own as the default
 * export of `features/<noun>/palette.ts`.
 */
export interface PaletteSource {
  /** Key of the heading above its hits: `services.title`. */
  heading: string
  icon: TablerIcon
  /** Staff without it are not offered the hits. */
  permission: string
  search: (text: string, signal: AbortSignal) => Promise<PaletteHit[]>
}

const files = import.meta.glob<PaletteSource>('../*/palette.ts', { import: 'default', eager: true })

/** Every feature's source. */
export const PALETTE_SOURCES: PaletteSource[] = Object.values(files)
