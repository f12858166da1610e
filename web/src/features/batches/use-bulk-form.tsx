import { type ReactNode, useState } from 'react'
import { verbOf } from '../../ui/action/action-types.ts'
import { SchemaForm, useFormFields } from '../../ui/form/schema-form.tsx'
import type { FormSchema } from '../../ui/form/schema-model.ts'
import {
  type FormValues,
  filledValues,
  initialValues,
  isComplete,
} from '../../ui/form/schema-values.ts'
import { loadReasons } from '../services/service-choice-lists.ts'
import type { BatchAction } from './batch-requests.ts'
import { type PolicyDraft, policyInput, saysSomething } from './bulk-policy.ts'
import { BulkPolicyForm } from './bulk-policy-form.tsx'

interface BulkForm {
  /** Null where the action needs nothing. */
  form: ((errors: Record<string, string>) => ReactNode) | null
  input: FormValues
  isReady: boolean
}

const NO_POLICY: PolicyDraft = { policy: {}, inherit: [], note: '' }

/** The form of an action on many services: its JSON Schema, or the delays with their own inputs. */
export function useBulkForm({ action, form }: BatchAction): BulkForm {
  const verb = verbOf(action)
  const schema = form as FormSchema
  const texts = `services.actions.${verb}.fields`
  const fields = useFormFields(schema, texts)
  const [values, setValues] = useState(() => initialValues(schema))
  const [policy, setPolicy] = useState(NO_POLICY)
  if (verb === 'set_policy') {
    return {
      form: (errors) => <BulkPolicyForm draft={policy} onChange={setPolicy} errors={errors} />,
      input: policyInput(policy),
      isReady: saysSomething(policy),
    }
  }
  const filled = filledValues(fields, values)
  return {
    form:
      fields.length === 0
        ? null
        : (errors) => (
            <SchemaForm
              schema={schema}
              texts={texts}
              values={values}
              onChange={setValues}
              errors={errors}
              pointerPrefix="/input"
              loadChoices={loadReasons}
            />
          ),
    // Held without an end is said as such: the API wants the choice to be made.
    input: verb === 'hold' ? { until: null, ...filled } : filled,
    isReady: isComplete(fields, values),
  }
}
