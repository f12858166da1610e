import { Box, Group, SimpleGrid, Stack, Tabs } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Section } from '../page/section.tsx'
import { EmptyState, LoadingState } from '../state/states.tsx'
import { PanelActionButton } from './panel-action-button.tsx'
import { PanelBlocks } from './panel-blocks.tsx'
import { PanelCredentials } from './panel-credentials.tsx'
import { PanelFacts } from './panel-facts.tsx'
import { panelIcon } from './panel-icon.tsx'
import { PanelStatCards } from './panel-stat-cards.tsx'
import type { Panel, PanelCalls, PanelTab } from './panel-types.ts'
import { usePanelWords } from './panel-words.ts'

interface PanelViewProps {
  panel: Panel
  calls: PanelCalls
  /** The open tab's id; null is the overview. Usually held in the URL. */
  tab: string | null
  /** Without it the page has its own way from tab to tab. */
  onTab?: (tab: string | null) => void
}

const OVERVIEW = ':overview'

/** What a delivery module says about a service, for staff and customers alike. */
export function PanelView({ panel, calls, tab, onTab }: PanelViewProps) {
  const { t } = useTranslation()
  const { words } = usePanelWords()
  const pages = panel.tabs.filter((one) => !one.href)
  const links = panel.tabs.filter((one) => one.href)
  const open = pages.find((one) => one.id === tab)
  return (
    <Stack gap="md">
      <PanelActions panel={panel} calls={calls} links={links} />
      {pages.length === 0 || !onTab ? (
        <PanelContent panel={panel} calls={calls} open={open} />
      ) : (
        <Tabs
          value={open?.id ?? OVERVIEW}
          onChange={(value) => onTab(value === OVERVIEW ? null : value)}
        >
          <Tabs.List style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
            <Tabs.Tab value={OVERVIEW}>{t('ui.panel.overview')}</Tabs.Tab>
            {pages.map((page) => {
              const Icon = panelIcon(page.icon)
              return (
                <Tabs.Tab
                  key={page.id}
                  value={page.id}
                  leftSection={Icon && <Icon size={15} stroke={1.7} />}
                >
                  {words(page.title)}
                </Tabs.Tab>
              )
            })}
          </Tabs.List>
          <Box pt="md">
            <Tabs.Panel value={open?.id ?? OVERVIEW}>
              <PanelContent panel={panel} calls={calls} open={open} />
            </Tabs.Panel>
          </Box>
        </Tabs>
      )}
    </Stack>
  )
}

function PanelContent(props: { panel: Panel; calls: PanelCalls; open: PanelTab | undefined }) {
  const { open, ...shown } = props
  return open ? <PanelPage tab={open} {...shown} /> : <PanelOverviewPart {...shown} />
}

function PanelActions(props: { panel: Panel; calls: PanelCalls; links: PanelTab[] }) {
  const { words } = usePanelWords()
  const { panel, calls, links } = props
  const inForms = new Set(
    panel.tabs.flatMap((tab) =>
      (tab.blocks ?? []).flatMap((block) => (block.type === 'form' ? [block.action] : [])),
    ),
  )
  const actions = panel.actions.filter((action) => !inForms.has(action.id))
  if (actions.length === 0 && links.length === 0) return null
  return (
    <Group gap={6}>
      {actions.map((action) => (
        <PanelActionButton key={action.id} action={action} calls={calls} />
      ))}
      {links.map((link) => (
        <Box
          key={link.id}
          component="a"
          href={link.href}
          target="_blank"
          rel="noreferrer"
          fz="sm"
          c="var(--mantine-color-anchor)"
        >
          {words(link.title)} <IconExternalLink size={13} aria-hidden />
        </Box>
      ))}
    </Group>
  )
}

function PanelPage({ tab, panel, calls }: { tab: PanelTab; panel: Panel; calls: PanelCalls }) {
  const { t } = useTranslation()
  if (!tab.blocks) return <LoadingState />
  if (tab.blocks.length === 0) return <EmptyState title={t('ui.panel.nothing')} />
  return <PanelBlocks blocks={tab.blocks} panel={panel} calls={calls} />
}

function PanelOverviewPart({ panel, calls }: { panel: Panel; calls: PanelCalls }) {
  const { t } = useTranslation()
  const { statCards, facts, connection, credentials } = panel.overview
  return (
    <Stack gap="md">
      {statCards.length > 0 && <PanelStatCards cards={statCards} />}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {(connection.length > 0 || credentials.length > 0) && (
          <Section title={t('ui.panel.connection')}>
            <PanelFacts facts={connection} />
            <PanelCredentials credentials={credentials} calls={calls} />
          </Section>
        )}
        {facts.length > 0 && (
          <Section title={t('ui.panel.facts')}>
            <PanelFacts facts={facts} />
          </Section>
        )}
      </SimpleGrid>
    </Stack>
  )
}
