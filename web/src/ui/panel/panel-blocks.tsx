import { Alert, Anchor, Button, Group, Stack, Table, Text } from '@mantine/core'
import { type FormEvent, lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { SchemaForm, useFormFields } from '../form/schema-form.tsx'
import { filledValues, initialValues, isComplete } from '../form/schema-values.ts'
import { Section } from '../page/section.tsx'
import { ProblemAlert } from '../state/problem-alert.tsx'
import { LoadingState } from '../state/states.tsx'
import { PanelActionButton, usePanelAction } from './panel-action-button.tsx'
import { PanelFacts } from './panel-facts.tsx'
import { PanelLog } from './panel-log.tsx'
import { PanelStatCards } from './panel-stat-cards.tsx'
import type { Panel, PanelAction, PanelBlock, PanelCalls } from './panel-types.ts'
import { TONE_COLORS, usePanelWords } from './panel-words.ts'

/** Charts bring their own library and are loaded only where one is shown. */
const PanelChart = lazy(() => import('./panel-chart.tsx'))

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
      return <TableBlock block={block} />
    case 'log':
      return (
        <Titled title={block.title && words(block.title)}>
          <PanelLog lines={block.lines} isLive={block.refreshMs !== undefined} />
        </Titled>
      )
    case 'chart':
      return (
        <Section title={words(block.title)}>
          <Suspense fallback={<LoadingState />}>
            <PanelChart block={block} />
          </Suspense>
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
          <FormBlock action={action} calls={calls} />
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

function TableBlock({ block }: { block: Extract<PanelBlock, { type: 'table' }> }) {
  const { t } = useTranslation()
  const { words, cell } = usePanelWords()
  const rows = block.rows.map((row, index) => ({ row, key: `row-${String(index)}` }))
  return (
    <Section title={block.title ? words(block.title) : t('ui.panel.table')} flush>
      <Table.ScrollContainer minWidth={420}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {block.columns.map((column) => (
                <Table.Th key={column.id} ta={column.align === 'end' ? 'right' : 'left'}>
                  {words(column.label)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ row, key }) => (
              <Table.Tr key={key}>
                {block.columns.map((column) => (
                  <Table.Td
                    key={column.id}
                    className="tabular"
                    ta={column.align === 'end' ? 'right' : 'left'}
                  >
                    {cell(row[column.id], column.unit)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed" p="md" ta="center">
          {block.empty ? words(block.empty) : t('ui.panel.nothing')}
        </Text>
      )}
    </Section>
  )
}

function FormBlock({ action, calls }: { action: PanelAction; calls: PanelCalls }) {
  const { words } = usePanelWords()
  const schema = action.form ?? { type: 'object', properties: {} }
  const fields = useFormFields(schema)
  const [values, setValues] = useState(() => initialValues(schema))
  const run = usePanelAction(action, calls)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!run.isPending) run.mutate(filledValues(fields, values))
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={480}>
        <SchemaForm
          schema={schema}
          values={values}
          onChange={setValues}
          errors={run.error ? fieldErrors(toProblem(run.error)) : undefined}
          disabled={action.disabled !== undefined}
        />
        {run.isError && <ProblemAlert error={run.error} />}
        <Button
          type="submit"
          w="fit-content"
          loading={run.isPending}
          disabled={action.disabled !== undefined || !isComplete(fields, values)}
        >
          {words(action.label)}
        </Button>
      </Stack>
    </form>
  )
}
