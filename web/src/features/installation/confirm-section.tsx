import { Button, Checkbox, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { confirmProduction, type Review } from './installation-requests.ts'

/** The last numbers, what waits, and the word that says that it is meant. */
export function ConfirmSection({ review }: { review: Review }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [numbers, setNumbers] = useState<Record<string, number>>(() =>
    Object.fromEntries(review.series.map(({ key, last }) => [key, last])),
  )
  const [dropQueuedMails, setDrop] = useState(false)
  const [abandonQueuedOperations, setAbandon] = useState(false)
  const [typed, setTyped] = useState('')
  const word = t('installation.confirm.word')
  const confirm = useMutation({
    mutationFn: () =>
      confirmProduction({
        seenAt: review.seenAt,
        lastNumbers: numbers,
        dropQueuedMails,
        abandonQueuedOperations,
      }),
    onSuccess: async () => {
      notifyDone(t('installation.confirm.done'))
      await queries.invalidateQueries()
    },
  })
  return (
    <Section title={t('installation.confirm.title')} text={t('installation.confirm.text')}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
          {review.series.map(({ key, last }) => (
            <NumberInput
              key={key}
              label={t('installation.confirm.lastNumber', { series: key })}
              description={t('installation.confirm.known', { last })}
              min={last}
              allowDecimal={false}
              value={numbers[key] ?? last}
              onChange={(value) => setNumbers({ ...numbers, [key]: Number(value) })}
            />
          ))}
        </SimpleGrid>
        <Checkbox
          label={t('installation.confirm.dropMails', { count: review.wouldRun.mails })}
          checked={dropQueuedMails}
          onChange={({ currentTarget }) => setDrop(currentTarget.checked)}
        />
        <Checkbox
          label={t('installation.confirm.abandonOperations')}
          checked={abandonQueuedOperations}
          onChange={({ currentTarget }) => setAbandon(currentTarget.checked)}
        />
        <TextInput
          label={t('installation.confirm.type', { word })}
          maw={320}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        {confirm.isError && <ProblemAlert error={confirm.error} withFields />}
        <Button
          w="fit-content"
          color="red"
          disabled={typed.trim().toLowerCase() !== word.toLowerCase()}
          loading={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          {t('installation.confirm.submit')}
        </Button>
      </Stack>
    </Section>
  )
}
