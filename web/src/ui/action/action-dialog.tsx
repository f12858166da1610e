import { Button, Group, List, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey, send } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { SchemaForm, useFormFields } from '../form/schema-form.tsx'
import { type FormValues, filledValues, initialValues, isComplete } from '../form/schema-values.ts'
import { notifyDone, ProblemAlert } from '../state/problem-alert.tsx'
import { type ActionContext, type ActionOffer, verbOf } from './action-types.ts'

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
  const schema = offer.form ?? NO_FORM
  const hasForm = Object.keys(schema.properties ?? {}).length > 0
  const fields = useFormFields(schema, say('fields'))
  const [values, setValues] = useState<FormValues>(() =>
    initialValues(schema, props.initial?.[verb]),
  )
  const [typed, setTyped] = useState('')
  const body = useMemo(() => filledValues(fields, values), [fields, values])
  const isReady = isComplete(fields, values)
  const preview = usePreview(`${subject.href}/${verb}`, body, isReady)
  const run = useRun(props, verb)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!run.isPending) run.mutate(body)
  }
  const label = t(say('label'))
  const problem = run.isError ? toProblem(run.error) : null
  const isRefused = preview.data?.allowed === false
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        i18n.exists(say('title'))
          ? t(say('title'), { name: subject.name })
          : `${label} · ${subject.name}`
      }
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          {i18n.exists(say('text')) && (
            <Text size="sm">{t(say('text'), { name: subject.name })}</Text>
          )}
          {hasForm && (
            <SchemaForm
              schema={schema}
              texts={say('fields')}
              values={values}
              onChange={setValues}
              errors={fieldErrors(problem)}
            />
          )}
          <Effects
            effects={preview.data?.effects ?? offer.effects}
            isLoading={isReady && preview.isPending}
          />
          {isRefused && (
            <Text size="sm" c="red" role="alert">
              {preview.data?.reason?.text}
            </Text>
          )}
          {look?.isTyped && (
            <TextInput
              label={t('ui.action.typeName', { name: subject.name })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
            />
          )}
          {run.isError && <ProblemAlert error={run.error} withFields={!hasForm} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.action.cancel')}
            </Button>
            <Button
              type="submit"
              color={look?.isDangerous ? 'red' : undefined}
              loading={run.isPending}
              disabled={
                !isReady || isRefused || (look?.isTyped === true && typed.trim() !== subject.name)
              }
            >
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function usePreview(url: string, body: FormValues, enabled: boolean) {
  const [settled] = useDebouncedValue(body, 300)
  return useQuery({
    queryKey: ['dry-run', url, settled],
    queryFn: ({ signal }) =>
      send<Preview>({ method: 'POST', url, query: { dryRun: 'true' }, body: settled, signal }),
    enabled,
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
      send({ method: 'POST', url: `${props.subject.href}/${verb}`, body, idempotencyKey: key }),
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

function Effects({ effects, isLoading }: { effects: string[] | undefined; isLoading: boolean }) {
  const { t } = useTranslation()
  if (isLoading) return <Skeleton height={16} aria-hidden />
  if (!effects || effects.length === 0) return null
  return (
    <div>
      <Text size="xs" c="dimmed" fw={600}>
        {t('ui.action.effects')}
      </Text>
      <List size="sm" spacing={2}>
        {effects.map((effect) => (
          <List.Item key={effect}>{effect}</List.Item>
        ))}
      </List>
    </div>
  )
}
