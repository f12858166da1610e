import { Alert, Button, Checkbox, Group, List, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { useFormat } from '../../i18n/format.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { LoadingState } from '../../ui/state/states.tsx'
import { nowMs } from '../../ui/value/clock.ts'
import { importResources } from '../new-service/new-service-requests.ts'
import { type Draft, errorsByRow, summaryOf, toBody } from './wizard-draft.ts'
import { type ProductChoice, rehearseImport } from './wizard-requests.ts'

interface ImportPreviewProps {
  about: { serverId: string; type: string }
  drafts: readonly Draft[]
  products: readonly ProductChoice[]
  onBack: () => void
  onLeaveOut: (remoteIds: ReadonlySet<string>) => void
  onStarted: (importId: string) => void
}

/** What the import will do, as the server says it before anything is written. */
export function ImportPreview(props: ImportPreviewProps) {
  const { t } = useTranslation()
  const { drafts, about } = props
  const [confirmPast, setConfirmPast] = useState(false)
  const body = useMemo(
    () => toBody({ ...about, confirmPast }, drafts),
    [about, confirmPast, drafts],
  )
  const rehearsal = useQuery({
    queryKey: ['import', 'rehearsal', body],
    queryFn: () => rehearseImport(body),
    enabled: body.rows.length > 0,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
  const [key] = useState(newIdempotencyKey)
  const begin = useMutation({
    mutationFn: () => importResources(body, key),
    onSuccess: ({ id }) => props.onStarted(id),
  })
  const start = useSingleFlight(begin)
  const hasPast = drafts.some(
    ({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) < nowMs(),
  )
  const refusal = begin.error ?? rehearsal.error
  return (
    <Section title={t('importWizard.previewTitle')} text={t('importWizard.previewText')}>
      <Stack gap="md">
        <Summary drafts={drafts} />
        {hasPast && (
          <Checkbox
            label={t('newService.confirmPast')}
            description={t('newService.confirmPastHelp')}
            checked={confirmPast}
            onChange={(event) => setConfirmPast(event.currentTarget.checked)}
          />
        )}
        {rehearsal.isLoading && <LoadingState />}
        {rehearsal.data && !refusal && (
          <List size="sm" spacing={4}>
            {rehearsal.data.effects.map((effect) => (
              <List.Item key={effect}>{effect}</List.Item>
            ))}
          </List>
        )}
        {refusal && <Refusal {...props} error={refusal} />}
        <Group>
          <Button variant="default" onClick={props.onBack}>
            {t('importWizard.back')}
          </Button>
          <Button
            loading={begin.isPending}
            disabled={!rehearsal.isSuccess || drafts.length === 0}
            onClick={() => start(undefined)}
          >
            {t('newService.import.start', { count: drafts.length })}
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}

function Summary({ drafts }: { drafts: readonly Draft[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { count, active, suspended, customers, money } = summaryOf(drafts)
  return (
    <FactsList
      facts={[
        { label: t('importWizard.services'), value: format.number(count) },
        { label: t('importWizard.becomeActive'), value: format.number(active) },
        { label: t('importWizard.becomeSuspended'), value: format.number(suspended) },
        { label: t('importWizard.customers'), value: format.number(customers) },
        {
          label: t('importWizard.worth'),
          value:
            money
              .map(({ cycle, price }) => `${format.money(price)} · ${t(`ui.cycle.${cycle}`)}`)
              .join(', ') || '–',
        },
      ]}
    />
  )
}

/** Each row that the server refuses, with its words; they can be left out in one go. */
function Refusal({ error, drafts, onLeaveOut }: ImportPreviewProps & { error: unknown }) {
  const { t } = useTranslation()
  const problem = toProblem(error)
  const wrong = errorsByRow(fieldErrors(problem))
  if (wrong.size === 0) return <ProblemAlert error={error} withFields />
  const rows = [...wrong].flatMap(([at, words]) => {
    const draft = drafts[at]
    return draft ? [{ draft, words }] : []
  })
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={18} />}
      role="alert"
      title={t('importWizard.refused', { count: rows.length })}
    >
      <Stack gap="xs">
        {rows.map(({ draft, words }) => (
          <Text key={draft.remoteId} size="sm">
            <Text span inherit fw={600}>
              {draft.name}
            </Text>{' '}
            {words.join(' ')}
          </Text>
        ))}
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onLeaveOut(new Set(rows.map(({ draft }) => draft.remoteId)))}
          >
            {t('importWizard.leaveOut', { count: rows.length })}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
