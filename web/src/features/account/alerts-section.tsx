import { Checkbox, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { notifyProblem } from '../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { chooseAlerts, readAlerts } from './account-requests.ts'

const KEY = ['staff-alerts']

/** The failures a staff member is mailed about; saved with each tick. */
export function AlertsSection() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const alerts = useQuery({ queryKey: KEY, queryFn: readAlerts })
  const choose = useMutation({
    mutationFn: chooseAlerts,
    onSuccess: (answer) => queries.setQueryData(KEY, answer),
    onError: (error) => notifyProblem(error, t),
  })
  return (
    <Section title={t('account.alerts.title')} text={t('account.alerts.text')}>
      {alerts.isPending && <LoadingState />}
      {alerts.isError && <ErrorState error={alerts.error} onRetry={() => void alerts.refetch()} />}
      {alerts.data && (
        <Checkbox.Group
          value={choose.isPending ? choose.variables : alerts.data.alerts}
          onChange={(chosen) => choose.mutate(chosen)}
          aria-label={t('account.alerts.title')}
        >
          <Stack gap={8}>
            {alerts.data.possible.map((alert) => (
              <Checkbox
                key={alert}
                value={alert}
                label={t(`account.alerts.kind.${alert}`, { defaultValue: alert })}
                disabled={choose.isPending}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </Section>
  )
}
