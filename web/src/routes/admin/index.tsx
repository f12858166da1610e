import { Alert, SimpleGrid, Stack, Text } from '@mantine/core'
import {
  IconActivity,
  IconAlertTriangle,
  IconCash,
  IconMailOff,
  IconRobot,
  IconStack2,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { healthQuery } from '../../features/automation/automation-requests.ts'
import { SweepAge } from '../../features/automation/sweep-age.tsx'
import { type Attention, AttentionSection } from '../../features/dashboard/attention-section.tsx'
import { AutomationSection } from '../../features/dashboard/automation-section.tsx'
import { RevenueSection, StatusSection } from '../../features/dashboard/charts.tsx'
import { type Dashboard, readDashboard } from '../../features/dashboard/dashboard-request.ts'
import { ExpiringSection } from '../../features/dashboard/expiring-section.tsx'
import { proofQuery, unexplainedOf } from '../../features/proof/proof-requests.ts'
import { RequirePermission, usePermission } from '../../features/shell/require-permission.tsx'
import { useFormat } from '../../i18n/format.ts'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { StatCard } from '../../ui/page/stat-card.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'

const REFRESH_MS = 30_000

/** What staff look at first. */
export default function DashboardPage() {
  const { t } = useTranslation()
  const dashboard = useQuery({
    queryKey: ['dashboard'],
    queryFn: readDashboard,
    refetchInterval: REFRESH_MS,
  })
  return (
    <RequirePermission permission="dashboard:read">
      <PageHeader title={t('dashboard.title')} />
      {dashboard.isPending && <LoadingState />}
      {dashboard.isError && !dashboard.data && (
        <ErrorState error={dashboard.error} onRetry={() => void dashboard.refetch()} />
      )}
      {dashboard.data && <DashboardView dashboard={dashboard.data} />}
    </RequirePermission>
  )
}

function DashboardView({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation()
  const seesAutomation = usePermission('automation:read')
  const health = useQuery({ ...healthQuery, enabled: seesAutomation }).data
  const proof = useQuery({ ...proofQuery, enabled: seesAutomation }).data
  const attention = {
    ...dashboard.attention,
    unexplainedDifferences: proof ? unexplainedOf(proof) : 0,
  }
  return (
    <Stack gap="md">
      {!dashboard.mailIsConfigured && (
        <Alert color="yellow" icon={<IconMailOff size={18} aria-hidden />} py={8}>
          <Text size="sm" component="div">
            {t('dashboard.mailsKept')}{' '}
            <TextLink to="/admin/settings">{t('dashboard.toSettings')}</TextLink>
          </Text>
        </Alert>
      )}
      <Numbers {...{ dashboard, attention, seesAutomation }} />
      {seesAutomation && <AutomationSection health={health} />}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <RevenueSection revenue={dashboard.revenue} />
        <StatusSection counts={dashboard.servicesByStatus} />
        <AttentionSection attention={attention} />
        <ExpiringSection services={dashboard.expiringSoon} />
      </SimpleGrid>
    </Stack>
  )
}

interface NumbersProps {
  dashboard: Dashboard
  attention: Attention
  /** Then the automation has a section of its own. */
  seesAutomation: boolean
}

function Numbers(props: NumbersProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { dashboard, attention } = props
  const { monthlyRecurring, servicesByStatus } = dashboard
  const waiting = Object.values(attention).reduce((sum, count) => sum + count, 0)
  return (
    <SimpleGrid cols={{ base: 2, md: props.seesAutomation ? 4 : 5 }} spacing="md">
      <StatCard
        label={t('dashboard.monthlyRecurring')}
        value={monthlyRecurring.map(format.money).join(' + ') || '–'}
        icon={IconCash}
      />
      <StatCard
        label={t('dashboard.activeServices')}
        value={format.number(servicesByStatus.active ?? 0)}
        icon={IconStack2}
      />
      <StatCard
        label={t('dashboard.running')}
        value={
          <TextLink to="/admin/operations" isQuiet>
            {format.number(dashboard.runningOperations)}
          </TextLink>
        }
        icon={IconActivity}
      />
      <StatCard
        label={t('dashboard.attention.title')}
        value={format.number(waiting)}
        icon={IconAlertTriangle}
      />
      {!props.seesAutomation && (
        <StatCard
          label={t('dashboard.automation')}
          value={
            <Text span size="sm" fw={500}>
              <SweepAge lastSweepAt={dashboard.lastSweepAt} />
            </Text>
          }
          icon={IconRobot}
        />
      )}
    </SimpleGrid>
  )
}
