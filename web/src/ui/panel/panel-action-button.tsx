import { Button, Tooltip } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { ConfirmDialog } from '../action/confirm-dialog.tsx'
import { useSingleFlight } from '../action/use-single-flight.ts'
import { SchemaForm, useFormFields } from '../form/schema-form.tsx'
import { filledValues, initialValues, isComplete } from '../form/schema-values.ts'
import { notifyDone, notifyProblem } from '../state/problem-alert.tsx'
import { panelIcon } from './panel-icon.tsx'
import type { PanelAction, PanelCalls } from './panel-types.ts'
import { TONE_COLORS, usePanelWords } from './panel-words.ts'

const NO_FORM = { type: 'object', properties: {} }

/** Runs an action of a panel, says what came of it and opens the address it answers. */
export function usePanelAction(action: PanelAction, calls: PanelCalls, onDone?: () => void) {
  const { t } = useTranslation()
  const { words } = usePanelWords()
  return useMutation({
    mutationFn: (values: Record<string, unknown>) => calls.runAction(action.id, values),
    onSuccess: (outcome) => {
      if (outcome.link) window.open(outcome.link, '_blank', 'noopener')
      const label = { action: words(action.label) }
      if (outcome.message) notifyDone(words(outcome.message))
      else if (outcome.operationId) notifyDone(t('ui.panel.requested', label))
      else notifyDone(t('ui.panel.done', label))
      onDone?.()
    },
  })
}

/** A panel's action: at once, or after its form and confirmation. */
export function PanelActionButton({ action, calls }: { action: PanelAction; calls: PanelCalls }) {
  const { t } = useTranslation()
  const { words } = usePanelWords()
  const [isOpen, setOpen] = useState(false)
  const run = usePanelAction(action, calls)
  const asks = action.confirm !== undefined || action.form !== undefined
  const Icon = panelIcon(action.icon)
  const start = useSingleFlight(run)
  const press = () => {
    if (action.disabled) return
    if (asks) setOpen(true)
    else start({}, (error) => notifyProblem(error, t))
  }
  const button = (
    <Button
      variant={action.tone === 'danger' ? 'light' : 'default'}
      color={action.tone ? TONE_COLORS[action.tone] : undefined}
      leftSection={Icon && <Icon size={15} stroke={1.7} />}
      loading={run.isPending && !asks}
      aria-disabled={action.disabled !== undefined}
      data-disabled={action.disabled ? true : undefined}
      onClick={press}
    >
      {words(action.label)}
    </Button>
  )
  return (
    <>
      {action.disabled ? <Tooltip label={words(action.disabled)}>{button}</Tooltip> : button}
      {isOpen && <PanelActionDialog action={action} calls={calls} onClose={() => setOpen(false)} />}
    </>
  )
}

interface PanelActionDialogProps {
  action: PanelAction
  calls: PanelCalls
  onClose: () => void
}

function PanelActionDialog({ action, calls, onClose }: PanelActionDialogProps) {
  const { words } = usePanelWords()
  const schema = action.form ?? NO_FORM
  const fields = useFormFields(schema)
  const [values, setValues] = useState(() => initialValues(schema))
  const run = usePanelAction(action, calls, onClose)
  const start = useSingleFlight(run)
  const { confirm } = action
  return (
    <ConfirmDialog
      title={confirm ? words(confirm.title) : `${words(action.label)} · ${calls.name}`}
      text={confirm && words(confirm.text)}
      typed={confirm?.typed}
      isDangerous={confirm?.danger ?? action.tone === 'danger'}
      confirmLabel={words(action.label)}
      isPending={run.isPending}
      isDisabled={!isComplete(fields, values)}
      error={run.error}
      onConfirm={() => start(filledValues(fields, values))}
      onClose={onClose}
    >
      {action.form && (
        <SchemaForm
          schema={schema}
          values={values}
          onChange={setValues}
          errors={run.error ? fieldErrors(toProblem(run.error)) : undefined}
          loadChoices={calls.loadChoices}
        />
      )}
    </ConfirmDialog>
  )
}
