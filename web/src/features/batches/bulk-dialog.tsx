import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { useFormat } from '../../i18n/format.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { SchemaForm, useFormFields } from '../../ui/form/schema-form.tsx'
import type { FormSchema } from '../../ui/form/schema-model.ts'
import {
  type FormValues,
  filledValues,
  initialValues,
  isComplete,
} from '../../ui/form/schema-values.ts'
import { loadReasons } from '../services/service-choice-lists.ts'
import { type BatchAction, type BatchSelect, createBatch } from './batch-requests.ts'

interface BulkDialogProps {
  action: BatchAction
  count: number
  isMore: boolean
  select: BatchSelect
  onClose: () => void
}

/** Asks for what the action needs; then its preview is made, and nothing is done before that. */
export function BulkDialog({ action, count, isMore, select, onClose }: BulkDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [key, setKey] = useState(newIdempotencyKey)
  const verb = action.action.replace('service.', '')
  const texts = `services.actions.${verb}`
  const form = action.form as FormSchema
  const fields = useFormFields(form, `${texts}.fields`)
  const [values, setValues] = useState(() => initialValues(form))
  const hasForm = fields.length > 0
  const make = useMutation({
    mutationFn: (input: unknown) => createBatch({ action: action.action, input, select }, key),
    onSuccess: async ({ id }) => {
      await navigate({ to: `/admin/batches/${id}` })
      void queries.invalidateQueries({ queryKey: ['batch'] })
    },
    onError: (error) => {
      // What was answered is final for its key; corrected input is a new intent.
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
  const start = useSingleFlight(make)
  const number = format.number(count)
  const total = isMore ? t('batches.moreThan', { number }) : number
  return (
    <ConfirmDialog
      title={t('batches.bulkTitle', { action: t(`${texts}.label`), count, total })}
      confirmLabel={t('batches.preview')}
      isPending={make.isPending}
      isDisabled={!isComplete(fields, values)}
      error={make.error}
      hasForm={hasForm}
      onConfirm={() => start(inputOf(verb, filledValues(fields, values)))}
      onClose={onClose}
    >
      {hasForm && (
        <SchemaForm
          schema={form}
          texts={`${texts}.fields`}
          values={values}
          onChange={setValues}
          errors={fieldErrors(make.isError ? toProblem(make.error) : null)}
          pointerPrefix="/input"
          loadChoices={loadReasons}
        />
      )}
      <Text size="sm" c="dimmed">
        {t('batches.previewFirst')}
      </Text>
    </ConfirmDialog>
  )
}

/** Held without an end is said as such: the API wants the choice to be made. */
function inputOf(verb: string, values: FormValues): FormValues {
  return verb === 'hold' ? { until: null, ...values } : values
}
