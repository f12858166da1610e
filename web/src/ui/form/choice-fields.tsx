import { MultiSelect, Select, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LookupSelect } from '../table/lookup-filter.tsx'
import { asText, asTexts, type FieldOf, frameOf } from './field-frame.ts'

/** One of the values that the schema lists. */
export function ChoiceField(props: FieldOf<'choice'>) {
  const { field, value, onChange } = props
  const choose = (next: string | null) =>
    onChange(next !== null && field.isNumeric ? Number(next) : (next ?? undefined))
  return (
    <Select
      {...frameOf(props)}
      data={field.options}
      value={value === undefined || value === null ? null : String(value)}
      onChange={choose}
      clearable={!field.isRequired && !field.isEmptyMeant}
      allowDeselect={!field.isRequired && !field.isEmptyMeant}
      searchable={field.options.length > 8}
    />
  )
}

/** Several of the schema's values, or free words. */
export function ManyField(props: FieldOf<'choices' | 'tags'>) {
  const { field, onChange } = props
  const shared = { ...frameOf(props), value: asTexts(props.value), onChange }
  if (field.kind === 'tags') return <TagsInput {...shared} />
  return <MultiSelect {...shared} data={field.options} clearable />
}

/** One of the values that the server knows: searched there, or loaded at once. */
export function LoadedChoiceField(props: FieldOf<'loadedChoice'>) {
  const { field, lookup, value, onChange } = props
  if (!lookup) return <LoadedChoices {...props} />
  return (
    <LookupSelect
      key={lookup.topic}
      lookup={lookup}
      label={field.label}
      description={field.help}
      value={asText(value) || null}
      onChange={(next) => onChange(next ?? undefined)}
      required={field.isRequired}
      error={props.error}
    />
  )
}

/** Free to type where the choices cannot be loaded. */
function LoadedChoices(props: FieldOf<'loadedChoice'>) {
  const { t } = useTranslation()
  const { field, loadChoices, onChange } = props
  const choices = useQuery({
    queryKey: ['choices', field.loader],
    queryFn: () => loadChoices?.(field.loader) ?? [],
    enabled: loadChoices !== undefined,
    // Two forms may have a list of the same name; each loads its own.
    gcTime: 0,
  })
  const value = asText(props.value)
  if (!loadChoices || choices.isError) {
    return (
      <TextInput
        {...frameOf(props)}
        error={props.error ?? (choices.isError ? t('ui.form.choicesFailed') : undefined)}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <Select
      {...frameOf(props)}
      data={choices.data ?? []}
      value={value || null}
      onChange={(next) => onChange(next ?? undefined)}
      searchable
      clearable={!field.isRequired}
      nothingFoundMessage={choices.isPending ? t('ui.state.loading') : t('ui.form.noChoice')}
    />
  )
}
