import { JsonInput, NumberInput, PasswordInput, Text, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asText, type FieldInputProps, type FieldOf, frameOf } from './field-frame.ts'
import { fromLocalInput, toLocalInput } from './local-instant.ts'

/** One line, several, or a calendar day. */
export function TextField(props: FieldOf<'text' | 'multiline' | 'day'>) {
  const { field, onChange } = props
  const shared = { ...frameOf(props), value: asText(props.value) }
  if (field.kind === 'multiline') {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={field.maxLength}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <TextInput
      {...shared}
      type={field.kind === 'day' ? 'date' : field.input}
      maxLength={field.kind === 'text' ? field.maxLength : undefined}
      pattern={field.kind === 'text' ? field.pattern : undefined}
      rightSection={unitOf(field.unit)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** A secret to type; what is stored is never shown. */
export function SecretField(props: FieldOf<'secret'>) {
  const { t } = useTranslation()
  const { field, isStored } = props
  const shared = {
    ...frameOf(props),
    required: field.isRequired && !isStored,
    placeholder: isStored ? t('ui.form.secretStored') : field.placeholder,
    value: asText(props.value),
  }
  if (field.isMultiline) {
    // A password box would drop the line breaks that a key or certificate needs.
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        maxRows={8}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <PasswordInput
      {...shared}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('ui.form.showSecret') }}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  )
}

export function NumberField(props: FieldOf<'number'>) {
  const { field, value, onChange } = props
  return (
    <NumberInput
      {...frameOf(props)}
      min={field.min}
      max={field.max}
      step={field.step}
      allowDecimal={!field.isInteger}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(next) => onChange(next === '' ? undefined : next)}
      hideControls={field.unit !== undefined || field.max === undefined || field.max > 1000}
      rightSection={unitOf(field.unit)}
      rightSectionWidth={field.unit ? 56 : undefined}
    />
  )
}

/** A moment, typed in the reader's own time zone. */
export function InstantField(props: FieldInputProps) {
  return (
    <TextInput
      {...frameOf(props)}
      type="datetime-local"
      value={toLocalInput(asText(props.value))}
      onChange={(event) => props.onChange(fromLocalInput(event.currentTarget.value))}
    />
  )
}

/** Anything no other field can draw, as JSON. */
export function JsonField(props: FieldInputProps) {
  const { t } = useTranslation()
  const { value, onChange } = props
  return (
    <JsonInput
      {...frameOf(props)}
      autosize
      minRows={4}
      formatOnBlur
      validationError={t('ui.form.notJson')}
      defaultValue={value === undefined ? '' : JSON.stringify(value, null, 2)}
      onChange={(text) => onChange(parseJson(text))}
    />
  )
}

function unitOf(unit: string | undefined) {
  return (
    unit && (
      <Text size="xs" c="dimmed" pr={8}>
        {unit}
      </Text>
    )
  )
}

function parseJson(text: string): unknown {
  try {
    return text.trim() ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
