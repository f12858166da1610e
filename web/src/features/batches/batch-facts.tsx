import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { verbOf } from '../../ui/action/action-types.ts'
import { useFormFields } from '../../ui/form/schema-form.tsx'
import type { FormSchema } from '../../ui/form/schema-model.ts'
import { type Fact, FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { askedFacts } from './asked-facts.tsx'
import { selectionKind, selectionSearch } from './batch-figures.ts'
import { type Batch, batchActionsQuery } from './batch-requests.ts'

const NO_FORM: FormSchema = { type: 'object', properties: {} }

/** What was asked for and for which services, in the words of the form. */
export function BatchFacts({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const { data: actions = [] } = useQuery(batchActionsQuery)
  const form = actions.find(({ action }) => action === batch.action)?.form as FormSchema | undefined
  const fields = useFormFields(form ?? NO_FORM, `services.actions.${verbOf(batch.action)}.fields`)
  const asked = batch.undoOf ? [] : askedFacts(fields, batch.input, t)
  const facts: Fact[] = [
    { label: t('batches.selection'), value: <Selection batch={batch} /> },
    ...asked,
    ...(batch.runBy && batch.confirmedAt
      ? [
          {
            label: t('batches.confirmedBy'),
            value: (
              <>
                {batch.runBy.name} · <TimeText at={batch.confirmedAt} />
              </>
            ),
          },
        ]
      : []),
    ...(batch.finishedAt
      ? [{ label: t('batches.finishedAt'), value: <TimeText at={batch.finishedAt} /> }]
      : []),
    {
      label: t('batches.undo'),
      value: batch.undoLeaves
        ? t('batches.canUndo', { but: batch.undoLeaves })
        : t('batches.noUndo'),
    },
  ]
  return (
    <Section title={t('batches.asked')}>
      <FactsList facts={facts} labelWidth={110} />
    </Section>
  )
}

function Selection({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const count = batch.counts.total
  const total = format.number(count)
  const search = selectionSearch(batch.selection)
  return (
    <Group gap={6}>
      <Text span inherit>
        {t(`batches.selectedBy.${selectionKind(batch.selection)}`, { count, total })}
      </Text>
      {search && (
        <TextLink to="/admin/services" search={search as Record<string, string>}>
          {t('batches.openList')}
        </TextLink>
      )}
    </Group>
  )
}
