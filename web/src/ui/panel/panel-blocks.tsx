import { Alert, Anchor, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Section } from '../page/section.tsx'
import { PanelActionButton } from './panel-action-button.tsx'
import { PanelActionForm } from './panel-action-form.tsx'
import { PanelChart } from './panel-chart.tsx'
import { PanelFacts } from './panel-facts.tsx'
import { PanelLog } from './panel-log.tsx'
import { PanelStatCards } from './panel-stat-cards.tsx'
import { PanelTable } from './panel-table.tsx'
import type { Panel, PanelBlock, PanelCalls } from './panel-types.ts'
import { TONE_COLORS, usePanelWords } from './panel-words.ts'

interface PanelBlocksProps {
  blocks: PanelBlock[]
  panel: Panel
  calls: PanelCalls
}

/** The pieces of a tab, one below the other. */
export function PanelBlocks({ blocks, panel, calls }: PanelBlocksProps) {
  return (
    <Stack gap="md">
      {blocks.map((block, index) => (
        <Block key={`${block.type}-${String(index)}`} block={block} panel={panel} calls={calls} />
      ))}
    </Stack>
  )
}

type BlockProps = Omit<PanelBlocksProps, 'blocks'> & { block: PanelBlock }

function Block({ block, panel, calls }: BlockProps): ReactNode {
  const { words } = usePanelWords()
  switch (block.type) {
    case 'statCards':
      return <PanelStatCards cards={block.cards} />
    case 'facts':
      return (
        <Titled title={block.title && words(block.title)}>
          <PanelFacts facts={block.facts} />
        </Titled>
      )
    case 'table':
      return <PanelTable block={block} />
    case 'log':
      return (
        <Titled title={block.title && words(block.title)}>
          <PanelLog lines={block.lines} isLive={block.refreshMs !== undefined} />
        </Titled>
      )
    case 'chart':
      return (
        <Section title={words(block.title)}>
          <PanelChart block={block} />
        </Section>
      )
    case 'text':
      return (
        <Alert
          color={TONE_COLORS[block.tone ?? 'neutral']}
          title={block.title && words(block.title)}
          style={{ whiteSpace: 'pre-line' }}
        >
          {words(block.text)}
        </Alert>
      )
    case 'form': {
      const action = panel.actions.find((one) => one.id === block.action)
      return action ? (
        <Titled title={words(block.title ?? action.label)}>
          <PanelActionForm action={action} calls={calls} />
        </Titled>
      ) : null
    }
    case 'link':
      return (
        <Anchor
          href={block.href}
          {...(block.newWindow ? { target: '_blank', rel: 'noreferrer' } : {})}
        >
          {words(block.label)}
        </Anchor>
      )
    case 'actions':
      return (
        <Titled title={block.title && words(block.title)}>
          <Group gap={6}>
            {panel.actions
              .filter((action) => block.actions.includes(action.id))
              .map((action) => (
                <PanelActionButton key={action.id} action={action} calls={calls} />
              ))}
          </Group>
        </Titled>
      )
  }
}

function Titled({ title, children }: { title?: string; children: ReactNode }) {
  return title ? <Section title={title}>{children}</Section> : children
}
