import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { reasonsOf } from './brake-figures.ts'
import { BrakeReasons } from './brake-reasons.tsx'
import { readBrake } from './brake-requests.ts'
import { HeldList } from './held-list.tsx'
import { Ledger } from './ledger.tsx'
import { AnswerList, DroppedList } from './settled-list.tsx'

const LOOK_MS = 30_000

/** What the automation held back today, why, and how staff answer it. */
export function BrakePage() {
  const { t } = useTranslation()
  const today = useQuery({
    queryKey: ['brake', 'today'],
    queryFn: readBrake,
    refetchInterval: LOOK_MS,
  })
  if (today.isPending) return <LoadingState />
  if (today.isError && !today.data) {
    return <ErrorState error={today.error} onRetry={() => void today.refetch()} />
  }
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw={760}>
        {t('brake.intro')}{' '}
        <TextLink to="/admin/settings/brake" isInText>
          {t('brake.toSettings')}
        </TextLink>
      </Text>
      <BrakeReasons reasons={reasonsOf(today.data)} />
      <Ledger today={today.data} />
      <HeldList today={today.data} />
      <DroppedList />
      <AnswerList />
    </Stack>
  )
}
