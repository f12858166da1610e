import { Stack, Text } from '@mantine/core'
import { IconShieldCheck, IconShieldPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/page/banner.tsx'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { ConfirmSection } from './confirm-section.tsx'
import { CopySection } from './copy-section.tsx'
import { installationQuery, reviewQuery } from './installation-requests.ts'
import { WouldRunSection } from './would-run-section.tsx'

/** Why nothing runs, what would run, and what an owner says to end it. */
export function SafeModePage() {
  const { t } = useTranslation()
  const { data, isPending, isError, error, refetch } = useQuery(installationQuery)
  return (
    <>
      <PageHeader
        title={t('installation.title')}
        subtitle={t('installation.subtitle')}
        parents={[{ label: t('automation.title'), to: '/admin/automation' }]}
      />
      {isPending && <LoadingState />}
      {isError && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && !data.safeMode && (
        <EmptyState
          icon={IconShieldCheck}
          title={t('installation.off')}
          text={t('installation.offText')}
        />
      )}
      {data?.safeMode && (
        <Stack gap="md">
          <Banner color="red" icon={IconShieldPause} title={data.safeMode.text}>
            {t('installation.since')} <TimeText at={data.safeMode.since} as="instant" />
          </Banner>
          {data.safeMode.isCopy && <Text>{t('installation.isCopy')}</Text>}
          {!data.safeMode.isCopy && !data.safeMode.mayConfirm && (
            <Text>{t('installation.ownersOnly')}</Text>
          )}
          {data.safeMode.mayConfirm && <Answers />}
        </Stack>
      )}
    </>
  )
}

/** For owners: what would run is asked for only when somebody looks. */
function Answers() {
  const review = useQuery(reviewQuery)
  if (review.isPending) return <LoadingState />
  if (review.isError)
    return <ErrorState error={review.error} onRetry={() => void review.refetch()} />
  return (
    <>
      <WouldRunSection wouldRun={review.data.wouldRun} />
      <ConfirmSection review={review.data} />
      <CopySection />
    </>
  )
}
