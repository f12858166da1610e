import {
  Checkbox,
  JsonInput,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyValueInput } from './key-value-input.tsx'
import { MoneyInput } from './money-input.tsx'
import type { ChoiceLoader } from './schema-form.tsx'
import type { FormField } from './schema-model.ts'

export interface FieldInputProps {
  field: FormField
  value: unknown
  onChange: (value: unknown) => void
  error?: string
  isStored: boolean
  loadChoices?: ChoiceLoader
  currency?: string
  disabled?: boolean
}

const asText = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value)
const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** One field of a `SchemaForm`. */
export function FieldInput(props: FieldInputProps): ReactNode {
  const { t } = useTranslation()
  const { field, value, onChange } = props
  const frame = frameOf(props)
  switch (field.kind) {
    case 'text':
      return (
        <TextInput
          {...frame}
          type={field.input}
          maxLength={field.maxLength}
          pattern={field.pattern}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          rightSection={field.unit && <Unit>{field.unit}</Unit>}
        />
      )
    case 'multiline':
      return (
        <Textarea
          {...frame}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={field.maxLength}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'secret':
      return (
        <PasswordInput
          {...frame}
          required={field.isRequired && !props.isStored}
          autoComplete="new-password"
          placeholder={props.isStored ? t('ui.form.secretStored') : field.placeholder}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...frame}
          min={field.min}
          max={field.max}
          step={field.step}
          allowDecimal={!field.isInteger}
          value={typeof value === 'number' || typeof value === 'string' ? value : ''}
          onChange={(next) => onChange(next === '' ? undefined : next)}
          hideControls={field.unit !== undefined || field.max === undefined || field.max > 1000}
          rightSection={field.unit && <Unit>{field.unit}</Unit>}
          rightSectionWidth={field.unit ? 56 : undefined}
        />
      )
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
      return (
        <Select
          {...frame}
          data={field.options}
          value={value === undefined || value === null ? null : String(value)}
          onChange={(next) =>
            onChange(next !== null && field.isNumeric ? Number(next) : (next ?? undefined))
          }
          clearable={!field.isRequired}
          allowDeselect={!field.isRequired}
          searchable={field.options.length > 8}
        />
      )
    case 'loadedChoice':
      return <LoadedChoice {...props} loader={field.loader} />
    case 'choices':
      return (
        <MultiSelect
          {...frame}
          data={field.options}
          value={asTexts(value)}
          onChange={onChange}
          clearable
        />
      )
    case 'tags':
      return <TagsInput {...frame} value={asTexts(value)} onChange={onChange} />
    case 'keyValue':
      return (
        <KeyValueInput
          {...frame}
          value={(value ?? {}) as Record<string, string>}
          onChange={onChange}
        />
      )
    case 'money':
      return <MoneyInput {...frame} value={value} currency={props.currency} onChange={onChange} />
    case 'day':
      return (
        <TextInput
          {...frame}
          type="date"
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'instant':
      return (
        <TextInput
          {...frame}
          type="datetime-local"
          value={toLocalInput(asText(value))}
          onChange={(event) => onChange(fromLocalInput(event.currentTarget.value))}
        />
      )
    case 'json':
      return (
        <JsonInput
          {...frame}
          autosize
          minRows={4}
          formatOnBlur
          validationError={t('ui.form.notJson')}
          defaultValue={value === undefined ? '' : JSON.stringify(value, null, 2)}
          onChange={(text) => onChange(parseJson(text))}
        />
      )
    case 'group':
      return null
  }
}

function frameOf({ field, error, disabled }: FieldInputProps) {
  return {
    label: field.label,
    description: field.help,
    placeholder: field.placeholder,
    required: field.isRequired,
    error,
    disabled,
  }
}

function Unit({ children }: { children: ReactNode }) {
  return (
    <Text size="xs" c="dimmed" pr={8}>
      {children}
    </Text>
  )
}

function LoadedChoice(props: FieldInputProps & { loader: string }) {
  const { t } = useTranslation()
  const { loader, loadChoices } = props
  const choices = useQuery({
    queryKey: ['choices', loader],
    queryFn: () => loadChoices?.(loader) ?? [],
    enabled: loadChoices !== undefined,
  })
  const value = asText(props.value)
  if (!loadChoices || choices.isError) {
    return (
      <TextInput
        {...frameOf(props)}
        error={props.error ?? (choices.isError ? t('ui.form.choicesFailed') : undefined)}
        value={value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <Select
      {...frameOf(props)}
      data={choices.data ?? []}
      value={value || null}
      onChange={(next) => props.onChange(next ?? undefined)}
      searchable
      clearable={!props.field.isRequired}
      nothingFoundMessage={choices.isPending ? t('ui.state.loading') : t('ui.form.noChoice')}
    />
  )
}

/** An instant as the browser's date-time input takes it, in the reader's own zone. */
export function toLocalInput(iso: string): string {
  if (!iso) return ''
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The other way round; nothing typed is undefined. */
export function fromLocalInput(local: string): string | undefined {
  return local ? new Date(local).toISOString() : undefined
}

function parseJson(text: string): unknown {
  try {
    return text.trim() ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
