import { Button, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { verbOf, withoutConfirm } from '../../ui/action/action-types.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { SchemaForm, useFormFields } from '../../ui/form/schema-form.tsx'
import type { FormSchema } from '../../ui/form/schema-model.ts'
import { filledValues, initialValues } from '../../ui/form/schema-values.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { DRIFT_LOOKS, withFieldsOf } from './drift-actions.ts'
import { createDriftBatch, type DriftSelect } from './drift-batch-requests.ts'
import { type DriftRow, listDriftActions } from './drift-requests.ts'

/** What can be done to many; imports differ in their customers and have a wizard. */
const VERBS = [
  { verb: 'fix_server', permission: 'drift:fix' },
  { verb: 'fix_books', permission: 'drift:fix' },
  { verb: 'ignore', permission: 'drift:fix' },
  { verb: 'reopen', permission: 'drift:fix' },
  { verb: 'delete_there', permission: 'drift:delete' },
] as const
type Verb = (typeof VERBS)[number]

interface DriftBulkProps {
  select: DriftSelect
  count: number
  /** One of the rows, which says what the fix asks. */
  sample: DriftRow
  /** The kind of all of them, where it is one. */
  kind: string | null
}

/** The fixes for what is ticked, each with a preview before anything is done. */
export function DriftBulk(props: DriftBulkProps) {
  const [chosen, setChosen] = useState<Verb['verb'] | null>(null)
  return (
    <>
      {VERBS.map((one) => (
        <BulkButton key={one.verb} {...one} onOpen={() => setChosen(one.verb)} />
      ))}
      {chosen && <BulkDialog {...props} verb={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

function BulkButton({ verb, permission, onOpen }: Verb & { onOpen: () => void }) {
  const { t } = useTranslation()
  const { icon: Icon, isDangerous } = DRIFT_LOOKS[verb] ?? {}
  const isPermitted = usePermission(permission)
  return (
    <Button
      size="compact-sm"
      variant="default"
      c={isDangerous ? 'var(--mantine-color-red-text)' : undefined}
      leftSection={Icon && <Icon size={14} stroke={1.7} aria-hidden />}
      disabled={!isPermitted}
      title={isPermitted ? undefined : t('shell.needsPermission', { permission })}
      onClick={onOpen}
    >
      {t(`drift.actions.${verb}.label`)}
    </Button>
  )
}

interface BulkDialogProps extends DriftBulkProps {
  verb: Verb['verb']
  onClose: () => void
}

/** The form of the fix is that of a row; it is read when it is needed. */
function BulkDialog(props: BulkDialogProps) {
  const { sample, verb, kind } = props
  const actions = useQuery({
    queryKey: ['drift', sample.id, 'actions'],
    queryFn: () => listDriftActions(sample.id),
  })
  const offer = actions.data?.items.find(({ id }) => verbOf(id) === verb)
  if (!offer) return null
  const { form } = withFieldsOf(offer, kind ?? '')
  return <BulkForm {...props} form={withoutConfirm(form ?? {}).schema} />
}

function BulkForm(props: BulkDialogProps & { form: FormSchema }) {
  const { t } = useTranslation()
  const { form, verb, count, select, onClose } = props
  const navigate = useNavigate()
  const fields = useFormFields(form)
  const [values, setValues] = useState(() => initialValues(form))
  const [key] = useState(newIdempotencyKey)
  const make = useMutation({
    mutationFn: (input: unknown) => {
      const body = { action: `drift.${verb}`, input, select }
      return createDriftBatch(body, key)
    },
    onSuccess: ({ id }) => navigate({ to: `/admin/drift/batches/${id}` }),
  })
  const start = useSingleFlight(make)
  return (
    <ConfirmDialog
      title={t('drift.batch.title', { action: t(`drift.actions.${verb}.label`), count })}
      confirmLabel={t('drift.batch.preview')}
      isPending={make.isPending}
      error={make.error}
      hasForm={fields.length > 0}
      onConfirm={() => start(filledValues(fields, values))}
      onClose={onClose}
    >
      <SchemaForm
        schema={form}
        values={values}
        onChange={setValues}
        errors={fieldErrors(make.isError ? toProblem(make.error) : null)}
        pointerPrefix="/input"
      />
      <Text size="sm" c="dimmed">
        {t('drift.batch.previewFirst')}
      </Text>
    </ConfirmDialog>
  )
}
