import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { SchemaForm, useFormFields } from '../form/schema-form.tsx'
import { type FormValues, filledValues, initialValues, isComplete } from '../form/schema-values.ts'
import { ActionEffects, useActionPreview } from './action-preview.tsx'
import {
  type ActionContext,
  type ActionOffer,
  urlVerb,
  verbOf,
  withoutConfirm,
} from './action-types.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { useActionRun } from './use-action-run.ts'
import { useSingleFlight } from './use-single-flight.ts'

interface ActionDialogProps extends ActionContext {
  offer: ActionOffer
  onClose: () => void
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
  const url = `${subject.href}/${urlVerb(verb)}`
  const preview = useActionPreview({ url, body, enabled: isReady })
  const run = useActionRun(props, verb, onClose)
  const start = useSingleFlight(run)
  const explained = preview.data?.allowed !== false && props.explain?.(verb, body)
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
          errors={fieldErrors(problemIn(run.error ?? preview.error))}
          loadChoices={props.loadChoices}
          lookups={props.lookups}
          currency={props.currency}
        />
      )}
      {explained || (
        <ActionEffects
          preview={preview.data ?? { allowed: true, effects: offer.effects }}
          isLoading={isReady && preview.isPending}
        />
      )}
    </ConfirmDialog>
  )
}

/** The complaints that belong to fields: of the attempt, else of the dry run. */
const problemIn = (error: Error | null) => (error ? toProblem(error) : null)
