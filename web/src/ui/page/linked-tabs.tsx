import { Box, Tabs } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'

interface LinkedTabsProps {
  tabs: { label: string; to: string }[]
  /** Names the row for those who do not see it. */
  label: string
}

/** Pages that belong together, as tabs under their header; each has an address of its own. */
export function LinkedTabs({ tabs, label }: LinkedTabsProps) {
  const { pathname } = useLocation()
  const navigate = useNavigate()
  return (
    <Box mb="md">
      <Tabs
        value={tabs.find((tab) => tab.to === pathname)?.to ?? null}
        onChange={(to) => to && void navigate({ to })}
        activateTabWithKeyboard={false}
      >
        <Tabs.List aria-label={label} style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
          {tabs.map((tab) => (
            <Tabs.Tab key={tab.to} value={tab.to} px="sm" py={9}>
              {tab.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
    </Box>
  )
}
