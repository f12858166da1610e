import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface LinkedTabsProps {
  tabs: { id: string; label: string; content: () => ReactNode }[]
}

/** The parts of a page as tabs; which one is open stands in the URL as `view`. */
export function LinkedTabs({ tabs }: PageTabsProps) {
  const { view } = useSearch({ strict: false }) as { view?: string }
  const navigate = useNavigate()
  const open = tabs.find((tab) => tab.id === view) ?? tabs[0]
  const show = (id: string | null) =>
    void navigate({
      to: '.',
      search: (id === tabs[0]?.id ? {} : { view: id }) as never,
      resetScroll: false,
    })
  return (
    <Tabs value={open?.id ?? null} onChange={show}>
      <Tabs.List style={{ flexWrap: 'nowrap', overflowX: 'auto' }} mb="md">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id} py={8}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {open && <Tabs.Panel value={open.id}>{open.content()}</Tabs.Panel>}
    </Tabs>
  )
}
