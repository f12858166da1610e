import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { nowMs } from '../../ui/value/clock.ts'
import { ChosenResources } from './chosen-resources.tsx'
import { type Chosen, fieldsOf, hasPassed, splitErrors, type Typed, toImportBody } from './draft.ts'
import { type ImportBody, importResources, type Prefill } from './new-service-requests.ts'
import { ResourceList } from './resource-list.tsx'
import { PastField, SpecialFields, TermFields, WordFields } from './service-fields.tsx'

interface ImportPanelProps {
  prefill: Prefill
  /** Another cycle's price and expiry are on their way. */
  isSettling: boolean
  typed: Typed
  onType: (part: Typed) => void
  serverId: string | null
  onServer: (serverId: string | null) => void
  chosen: Chosen[]
  onChosen: (chosen: Chosen[]) => void
  /** The import has begun. */
  onStarted: (importId: string) => void
}

/** The second step of services for what exists on a server. */
export function ImportPanel(props: ImportPanelProps) {
  const { t } = useTranslation()
  const { prefill, serverId, onServer, chosen, onChosen } = props
  const { type } = prefill
  if (!type.needsServer || !type.canImport) {
    return (
      <Alert color="yellow" title={t('newService.import.impossible')}>
        {t(type.needsServer ? 'newService.import.cannotAdopt' : 'newService.import.noServer')}
      </Alert>
    )
  }
  const choose = (next: string | null) => {
    onServer(next)
    onChosen([])
  }
  return (
    <Stack gap="md">
      <Section title={t('newService.import.what')} text={t('newService.import.whatText')}>
        <Stack gap="sm">
          <Select
            label={t('newService.field.serverId')}
            data={prefill.servers.map(({ id, name }) => ({ value: id, label: name }))}
            value={serverId}
            onChange={choose}
            allowDeselect={false}
            required
            maw={420}
          />
          {serverId ? (
            <ResourceList key={serverId} serverId={serverId} chosen={chosen} onChosen={onChosen} />
          ) : (
            <EmptyState title={t('newService.import.chooseServer')} />
          )}
        </Stack>
      </Section>
      {serverId && chosen.length > 0 && <ImportForm {...props} serverId={serverId} />}
    </Stack>
  )
}

/** What the services shall be: each one's own, and what they share. */
function ImportForm(props: ImportPanelProps & { serverId: string }) {
  const { t } = useTranslation()
  const { prefill, typed, onType, serverId, chosen, onChosen } = props
  const fields = fieldsOf(prefill, typed)
  const start = useImport(props.onStarted)
  const send = useSingleFlight(start)
  const { rows, shared } = splitErrors(
    fieldErrors(start.error ? toProblem(start.error) : null),
    chosen.length,
  )
  const form = { prefill, fields, onType, errors: shared, isImport: true }
  const expiries = chosen.map(({ expiresAt }) =>
    expiresAt === undefined ? fields.expiresAt : expiresAt,
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send(toImportBody(prefill, fields, { serverId, chosen }))
      }}
    >
      <Stack gap="md">
        <ChosenResources
          chosen={chosen}
          onChosen={onChosen}
          fields={fields}
          currency={prefill.currency}
          errors={rows}
        />
        <Section title={t('newService.import.shared')} text={t('newService.import.sharedText')}>
          <TermFields {...form} />
        </Section>
        <Section title={t('newService.words')}>
          <WordFields {...form} />
        </Section>
        <SpecialFields {...form} />
        <Section title={t('newService.then')}>
          <Stack gap="sm">
            <Text size="sm">{t('newService.import.effect')}</Text>
            {hasPassed(expiries, nowMs()) && <PastField {...form} />}
            {start.isError && <ProblemAlert error={start.error} withFields />}
            <Group>
              <Button type="submit" loading={start.isPending} disabled={props.isSettling}>
                {t('newService.import.start', { count: chosen.length })}
              </Button>
            </Group>
          </Stack>
        </Section>
      </Stack>
    </form>
  )
}

function useImport(onStarted: (importId: string) => void) {
  const [key, setKey] = useState(newIdempotencyKey)
  return useMutation({
    mutationFn: (body: ImportBody) => importResources(body, key),
    onSuccess: ({ id }) => {
      setKey(newIdempotencyKey())
      onStarted(id)
    },
    onError: (error) => {
      // Without an answer the same key finds out whether it was begun.
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
}
