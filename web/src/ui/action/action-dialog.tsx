import { List, Skeleton, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey, send } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { SchemaForm, useFormFields } from '../form/schema-form.tsx'
import { type FormValues, filledValues, initialValues, isComplete } from '../form/schema-values.ts'
import { notifyDone } from '../state/problem-alert.tsx'
import {
  type ActionContext,
  type ActionOffer,
  urlVerb,
  verbOf,
  withoutConfirm,
} from './action-types.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { useSingleFlight } from './use-single-flight.ts'

interface ActionDialogProps extends ActionContext {
  offer: ActionOffer
  onClose: () => void
}

/** What a dry run answers. */
interface Preview {
  allowed: boolean
  effects?: string[]
  reason?: { code: string; text: string } | null
}

const NO_FORM = { type: 'object', properties: {} }

/**
 * Asks before an action: its form, what will happen (a dry run with what is typed so far), a typed
 * name where much is lost. One Idempotency-Key per dialog, so that no click counts twice.
 */
export function ActionDialog(props: ActionDialogProps) {
  const { t, i18n } = useTranslation()
  const { offer, subject, onClose } = props
  const verb = verbOf(offer.id)
  const look = props.looks?.[verb]
  const say = (part: string) => `${props.texts}.${verb}.${part}`
  const { schema, isConfirmed } = useMemo(() => withoutConfirm(offer.form ?? NO_FORM), [offer.form])
  const hasForm = Object.keys(schema.properties ?? {}).length > 0
  const fields = useFormFields(schema, say('fields'))
  const [values, setValues] = useState<FormValues>(() =>
    initialValues(schema, props.initial?.[verb]),
  )
  const { toBody } = props
  const body = useMemo(() => {
    const filled = filledValues(fields, values)
    if (isConfirmed) filled.confirm = subject.name
    return toBody ? toBody(verb, filled) : filled
  }, [fields, values, isConfirmed, subject.name, toBody, verb])
  const isReady = isComplete(fields, values)
  const preview = usePreview(`${subject.href}/${urlVerb(verb)}`, body, isReady)
  const run = useRun(props, verb)
  const start = useSingleFlight(run)
  const label = t(say('label'))
  const named = { name: subject.name }
  return (
    <ConfirmDialog
      title={i18n.exists(say('title')) ? t(say('title'), named) : `${label} · ${subject.name}`}
      text={i18n.exists(say('text')) ? t(say('text'), named) : undefined}
      confirmLabel={label}
      isDangerous={look?.isDangerous}
      typed={look?.isTyped || isConfirmed ? subject.name : undefined}
      isPending={run.isPending}
      isDisabled={!isReady || preview.data?.allowed === false}
      error={run.error}
      hasForm={hasForm}
      onConfirm={() => start(body)}
      onClose={onClose}
    >
      {hasForm && (
        <SchemaForm
          schema={schema}
          texts={say('fields')}
          values={values}
          onChange={setValues}
          errors={fieldErrors(run.isError ? toProblem(run.error) : null)}
          loadChoices={props.loadChoices}
          currency={props.currency}
        />
      )}
      <Effects
        preview={preview.data ?? { allowed: true, effects: offer.effects }}
        isLoading={isReady && preview.isPending}
      />
    </ConfirmDialog>
  )
}

function usePreview(url: string, body: FormValues, enabled: boolean) {
  const wanted = useMemo(() => ({ body, enabled }), [body, enabled])
  const [settled] = useDebouncedValue(wanted, 300)
  return useQuery({
    queryKey: ['dry-run', url, settled.body],
    queryFn: ({ signal }) =>
      send<Preview>({ method: 'POST', url, query: { dryRun: 'true' }, body: settled.body, signal }),
    enabled: settled.enabled,
    staleTime: 0,
    retry: false,
  })
}

function useRun(props: ActionDialogProps, verb: string) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [key, setKey] = useState(newIdempotencyKey)
  return useMutation({
    mutationFn: (body: FormValues) =>
      send({
        method: 'POST',
        url: `${props.subject.href}/${urlVerb(verb)}`,
        body,
        idempotencyKey: key,
      }),
    onSuccess: async (answer) => {
      notifyDone(t(`${props.texts}.${verb}.done`, { name: props.subject.name }))
      props.onClose()
      props.onDone?.(verb, answer)
      const keys = [[props.subject.type], ...(props.alsoRefresh ?? [])]
      await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })))
    },
    onError: (error) => {
      // An answered refusal is final for its key; corrected input is a new intent. Without an
      // answer it may have been done: the same key finds out.
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
}

function Effects({ preview, isLoading }: { preview: Preview; isLoading: boolean }) {
  const { t } = useTranslation()
  if (isLoading) return <Skeleton height={16} aria-hidden />
  if (!preview.allowed) {
    return (
      <Text size="sm" c="red" role="alert">
        {preview.reason?.text ?? t('ui.action.notPossible')}
      </Text>
    )
  }
  if (!preview.effects || preview.effects.length === 0) return null
  return (
    <div>
      <Text size="xs" c="dimmed" fw={600}>
        {t('ui.action.effects')}
      </Text>
      <List size="sm" spacing={2}>
        {preview.effects.map((effect) => (
          <List.Item key={effect}>{effect}</List.Item>
        ))}
      </List>
    </div>
  )
}
