import { Box, ScrollArea } from '@mantine/core'
import type { TablerIcon } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import './page-nav.css'

export interface PageNavEntry {
  label: string
  to: string
  icon?: TablerIcon
  /** How many wait there; nothing and 0 show no number. */
  count?: number
}

interface PageNavProps {
  entries: PageNavEntry[]
  /** Names the row for those who do not see it. */
  label: string
}

/** The way to the other pages leads through this address: it is not itself the present one then. */
const isAbove = (to: string, entries: readonly PageNavEntry[]) =>
  entries.some((other) => other.to.startsWith(`${to}/`))

/** The sub-pages of a page under its header: links, so that each can be opened on its own. */
export function PageNav({ entries, label }: PageNavProps) {
  const { pathname } = useLocation()
  const row = useRef<HTMLDivElement>(null)
  const names = entries.map(({ to }) => to).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for again when the links change
  useEffect(() => {
    const present = row.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (!row.current || !present) return
    // On a phone the row is wider than the screen: where one is must be seen.
    row.current.scrollLeft = present.offsetLeft - row.current.clientWidth / 3
  }, [pathname, names])
  return (
    <ScrollArea type="never" mb="md" viewportRef={row}>
      <Box component="nav" aria-label={label} className="page-nav">
        {entries.map(({ label: words, to, icon: Icon, count = 0 }) => (
          <Link
            key={to}
            to={to}
            resetScroll={false}
            className="page-nav-link"
            activeOptions={{ exact: isAbove(to, entries), includeSearch: false }}
          >
            {Icon && <Icon size={15} stroke={1.7} aria-hidden />}
            {words}
            {count > 0 && <span className="page-nav-count tabular">{count}</span>}
          </Link>
        ))}
      </Box>
    </ScrollArea>
  )
}
