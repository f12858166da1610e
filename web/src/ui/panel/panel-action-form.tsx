import { Button, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { useSingleFlight } from '../action/use-single-flight.ts'
import { SchemaForm, useFormFields } from '../form/schema-form.tsx'
import { filledValues, initialValues, isComplete } from '../form/schema-values.ts'
import { ProblemAlert } from '../state/problem-alert.tsx'
import { usePanelAction } from './panel-action-button.tsx'
import type { PanelAction, PanelCalls } from './panel-types.ts'
import { usePanelWords } from './panel-words.ts'

/** The form of an action, in place instead of in a dialog. */
export function PanelActionForm({ action, calls }: { action: PanelAction; calls: PanelCalls }) {
  const { words } = usePanelWords()
  const schema = action.form ?? { type: 'object', properties: {} }
  const fields = useFormFields(schema)
  const [values, setValues] = useState(() => initialValues(schema))
  const run = usePanelAction(action, calls)
  const start = useSingleFlight(run)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start(filledValues(fields, values))
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={480}>
        <SchemaForm
          schema={schema}
          values={values}
          onChange={setValues}
          errors={run.error ? fieldErrors(toProblem(run.error)) : undefined}
          loadChoices={calls.loadChoices}
          disabled={action.disabled !== undefined}
        />
        {run.isError && <ProblemAlert error={run.error} />}
        <Button
          type="submit"
          w="fit-content"
          loading={run.isPending}
          disabled={action.disabled !== undefined || !isComplete(fields, values)}
        >
          {words(action.label)}
        </Button>
      </Stack>
    </form>
  )
}
