import { Accordion, Button, Group, Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { ActionEffects, useActionPreview } from '../../ui/action/action-preview.tsx'
import { useActionRun } from '../../ui/action/use-action-run.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { policyChanges } from '../policy/policy-changes.ts'
import type { PolicyValues } from '../policy/policy-fields.ts'
import { PolicyInput } from '../policy/policy-input.tsx'
import { inheritedText } from '../policy/policy-words.ts'
import type { ServiceParts } from './service-frame.tsx'
import { useDraft } from './use-draft.ts'

/** The automation's delays of this service alone, folded: most inherit everything. */
export function EditPolicy(parts: ServiceParts) {
  const { t } = useTranslation()
  const count = Object.keys(parts.service.policy.own).length
  return (
    <Accordion
      variant="contained"
      radius="md"
      styles={{ item: { background: 'var(--berth-surface)', borderColor: 'var(--berth-line)' } }}
    >
      <Accordion.Item value="policy">
        <Accordion.Control>
          <Group justify="space-between" gap="xs" pr="xs">
            <Text fw={600} fz="md">
              {t('policy.title')}
            </Text>
            <Text size="sm" c="dimmed">
              {count > 0 ? t('policy.set', { count }) : t('policy.allInherited')}
            </Text>
          </Group>
        </Accordion.Control>
        <Accordion.Panel>
          <PolicyForm {...parts} />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}

function PolicyForm({ service, offers, context }: ServiceParts) {
  const { t } = useTranslation()
  const { own, values, from } = service.policy
  const { base, draft, isChanged, set, saved, discard } = useDraft<PolicyValues>(own)
  const changes = useMemo(() => policyChanges(base, draft), [base, draft])
  const offer = offers.find((one) => one.id === 'service.set_policy')
  const url = `${context.subject.href}/set-policy`
  const preview = useActionPreview({ url, body: changes, enabled: isChanged })
  const run = useActionRun(context, 'set_policy', saved)
  const start = useSingleFlight(run)
  const error = run.error ?? (isChanged ? preview.error : null)
  return (
    <Stack gap="sm">
      {offer && !offer.allowed && <Text size="sm">{offer.reason?.text}</Text>}
      <PolicyInput
        value={draft}
        onChange={set}
        pointer=""
        errors={error ? fieldErrors(toProblem(error)) : undefined}
        disabled={!offer?.allowed}
        isOneCycle
        inherited={(field) =>
          from[field] && from[field] !== 'service'
            ? inheritedText(values[field], from[field], t)
            : undefined
        }
      />
      {isChanged && !preview.isError && (
        <ActionEffects preview={preview.data ?? { allowed: true }} isLoading={preview.isPending} />
      )}
      {run.isError && <ProblemAlert error={run.error} />}
      <Group gap="xs">
        <Button
          loading={run.isPending}
          disabled={!offer?.allowed || !isChanged || preview.data?.allowed === false}
          onClick={() => start(changes)}
        >
          {t('servicePage.edit.savePolicy')}
        </Button>
        {isChanged && (
          <Button variant="default" onClick={discard}>
            {t('servicePage.edit.discard')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
