import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** One thing the command palette found: a page to open, or something to do. */
export interface PaletteHit {
  id: string
  label: string
  description?: string
  /** The page it opens. */
  to?: string
  /** What the page's address says besides. */
  search?: Record<string, string>
  /** What it opens in place of a page: a dialog, closed by the given function. */
  dialog?: (close: () => void) => ReactNode
  /** Not possible at present; the description says why. */
  isRefused?: boolean
  /** In place of the source's. */
  icon?: TablerIcon
}

/** What a source found: pages, then what can be done. */
export interface PaletteAnswer {
  hits: PaletteHit[]
  actions?: PaletteHit[]
}

/** Something that can be done from everywhere: "New service". */
export interface PaletteCommand {
  /** Key of its words. */
  label: string
  to: string
  permission: string
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
  commands?: PaletteCommand[]
  search: (text: string, signal: AbortSignal) => Promise<PaletteHit[] | PaletteAnswer>
}

const files = import.meta.glob<PaletteSource>('../*/palette.{ts,tsx}', {
  import: 'default',
  eager: true,
})

/** Every feature's source. */
export const PALETTE_SOURCES: PaletteSource[] = Object.values(files)
