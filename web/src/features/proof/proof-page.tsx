import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { DifferenceList } from './difference-list.tsx'
import { proofQuery } from './proof-requests.ts'
import { ProofTable } from './proof-table.tsx'

/** What was forecast for each day beside what was done; where they differ, why. */
export function ProofPage() {
  const { t } = useTranslation()
  const { day } = useSearch({ strict: false }) as { day?: string }
  const days = useQuery(proofQuery)
  const chosen = days.data?.items.find((one) => one.day === day)
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw={760}>
        {t('proof.intro')}
      </Text>
      <Section title={t('proof.days')} flush>
        <ProofTable days={days} chosen={day ?? null} />
      </Section>
      {chosen && <DifferenceList key={chosen.day} day={chosen} />}
    </Stack>
  )
}
