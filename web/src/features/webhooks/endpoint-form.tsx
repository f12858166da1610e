import { Alert, Button, Group, Stack, Switch } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { EndpointFields } from './endpoint-fields.tsx'
import { type Endpoint, type EndpointDraft, updateEndpoint } from './webhook-requests.ts'

/** Changes an endpoint. Its address is shown, never filled in: typing replaces it. */
export function EndpointForm({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('webhooks:update')
  const { name, events, format } = endpoint
  const [draft, setDraft] = useState<EndpointDraft>({ name, url: '', events, format })
  const [enabled, setEnabled] = useState(endpoint.enabled)
  const save = useMutation({
    mutationFn: () => updateEndpoint(endpoint, { ...draft, enabled }),
    onSuccess: async () => {
      notifyDone(t('webhooks.saved'))
      await queries.invalidateQueries({ queryKey: ['webhook'] })
    },
  })
  const problem = save.isError ? toProblem(save.error) : null
  return (
    <Section title={t('webhooks.settings')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!save.isPending) save.mutate()
        }}
      >
        <Stack gap="sm">
          {endpoint.disabledBecause && (
            <Alert color="yellow" py="xs">
              {t(`webhooks.disabledBecause.${endpoint.disabledBecause}`)}
            </Alert>
          )}
          <EndpointFields
            draft={draft}
            onChange={setDraft}
            errors={fieldErrors(problem)}
            address={endpoint.address}
            isReadOnly={!mayWrite}
          />
          <Switch
            label={t('webhooks.fields.enabled')}
            description={t('webhooks.enabledHelp')}
            checked={enabled}
            disabled={!mayWrite}
            onChange={(event) => setEnabled(event.currentTarget.checked)}
          />
          {save.data?.warning && (
            <Alert color="orange" py="xs">
              {save.data.warning}
            </Alert>
          )}
          {problem && (problem.errors ?? []).length === 0 && <ProblemAlert error={save.error} />}
          {mayWrite && (
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending} disabled={draft.events.length === 0}>
                {t('webhooks.save')}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Section>
  )
}
