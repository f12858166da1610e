import { Box, ScrollArea } from '@mantine/core'
import type { TablerIcon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import './page-nav.css'

export interface PageNavEntry {
  label: string
  to: string
  icon?: TablerIcon
}

interface PageNavProps {
  entries: PageNavEntry[]
  /** Names the row for those who do not see it. */
  label: string
}

/** The sub-pages of a page under its header: links, so that each can be opened on its own. */
export function PageNav({ entries, label }: PageNavProps) {
  return (
    <ScrollArea type="never" mb="md">
      <Box component="nav" aria-label={label} className="page-nav">
        {entries.map(({ label: words, to, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            resetScroll={false}
            className="page-nav-link"
            activeOptions={{ exact: true, includeSearch: false }}
          >
            {Icon && <Icon size={15} stroke={1.7} aria-hidden />}
            {words}
          </Link>
        ))}
      </Box>
    </ScrollArea>
  )
}
