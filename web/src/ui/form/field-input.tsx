import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import { ChoiceField, LoadedChoiceField, ManyField } from './choice-fields.tsx'
import { type FieldInputProps, frameOf } from './field-frame.ts'
import { KeyValueInput } from './key-value-input.tsx'
import { MoneyInput } from './money-input.tsx'
import { InstantField, JsonField, NumberField, SecretField, TextField } from './text-fields.tsx'

/** One field of a `SchemaForm`. */
export function FieldInput(props: FieldInputProps): ReactNode {
  const { field, value, onChange } = props
  switch (field.kind) {
    case 'text':
    case 'multiline':
    case 'day':
      return <TextField {...props} field={field} />
    case 'secret':
      return <SecretField {...props} field={field} />
    case 'number':
      return <NumberField {...props} field={field} />
    case 'boolean':
      return (
        <Checkbox
          label={field.label}
          description={field.help}
          error={props.error}
          disabled={props.disabled}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return <ChoiceField {...props} field={field} />
    case 'loadedChoice':
      return <LoadedChoiceField {...props} field={field} />
    case 'choices':
    case 'tags':
      return <ManyField {...props} field={field} />
    case 'keyValue':
      return (
        <KeyValueInput
          {...frameOf(props)}
          value={(value ?? {}) as Record<string, string>}
          onChange={onChange}
        />
      )
    case 'money':
      return (
        <MoneyInput
          {...frameOf(props)}
          value={value}
          currency={props.currency}
          onChange={onChange}
        />
      )
    case 'instant':
      return <InstantField {...props} />
    case 'json':
      return <JsonField {...props} />
    case 'group':
      return null
  }
}
