import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { ActionEffects, useActionPreview } from '../../ui/action/action-preview.tsx'
import { useActionRun } from '../../ui/action/use-action-run.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { metadataChanges } from '../metadata/metadata-changes.ts'
import { MetadataInput } from '../metadata/metadata-input.tsx'
import { productQuery } from '../products/catalog-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import type { ServiceParts } from './service-frame.tsx'
import { useDraft } from './use-draft.ts'

/** The editor of a service's keys and values, with what its product says beside them. */
export function MetadataForm({ service, offers, context }: ServiceParts) {
  const { t } = useTranslation()
  const { base, draft, round, isChanged, set, saved, discard } = useDraft(service.metadata)
  const [note, setNote] = useState('')
  const inherited = useProductMetadata(service.product?.id)
  const body = useMemo(
    () => ({ metadata: metadataChanges(base, draft), note }),
    [base, draft, note],
  )
  const offer = offers.find((one) => one.id === 'service.set_metadata')
  const url = `${context.subject.href}/set-metadata`
  const preview = useActionPreview({ url, body, enabled: isChanged })
  const run = useActionRun(context, 'set_metadata', () => {
    setNote('')
    saved()
  })
  const start = useSingleFlight(run)
  const error = run.error ?? (isChanged ? preview.error : null)
  return (
    <Section title={t('services.metadata')}>
      <Stack gap="sm">
        {offer && !offer.allowed && <Text size="sm">{offer.reason?.text}</Text>}
        <MetadataInput
          key={round}
          value={draft}
          onChange={set}
          pointer="/metadata"
          errors={error ? fieldErrors(toProblem(error)) : undefined}
          inherited={inherited}
          disabled={!offer?.allowed}
          isRoomy
        />
        <OtherInherited inherited={inherited} own={draft} />
        {isChanged && (
          <TextInput
            label={t('servicePage.note')}
            value={note}
            maxLength={1000}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        {isChanged && !preview.isError && (
          <ActionEffects
            preview={preview.data ?? { allowed: true }}
            isLoading={preview.isPending}
          />
        )}
        {run.isError && <ProblemAlert error={run.error} />}
        <Group gap="xs">
          <Button
            loading={run.isPending}
            disabled={!offer?.allowed || !isChanged || preview.data?.allowed === false}
            onClick={() => start(body)}
          >
            {t('servicePage.metadata.save')}
          </Button>
          {isChanged && (
            <Button
              variant="default"
              onClick={() => {
                run.reset()
                discard()
              }}
            >
              {t('servicePage.edit.discard')}
            </Button>
          )}
        </Group>
      </Stack>
    </Section>
  )
}

/** What the product says; nothing for a custom service or who may not read products. */
function useProductMetadata(productId: string | undefined): Record<string, string> {
  const mayRead = usePermission('products:read')
  const product = useQuery({
    ...productQuery(productId ?? ''),
    enabled: mayRead && productId !== undefined,
  })
  return product.data?.metadata ?? {}
}

/** Inherited keys that have no meaning of their own to stand beside. */
function OtherInherited(props: { inherited: Record<string, string>; own: Record<string, string> }) {
  const { t } = useTranslation()
  const { inherited, own } = props
  const others = Object.entries(inherited).filter(([key]) => !(key in own))
  if (others.length === 0) return null
  return (
    <Text size="xs" c="dimmed">
      {t('servicePage.metadata.inherited')}{' '}
      {others.map(([key, value]) => `${key} = ${value}`).join(', ')}
    </Text>
  )
}
