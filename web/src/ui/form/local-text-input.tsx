import { SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../../i18n/languages.ts'

export type TextByLanguage = Record<Language, string>

interface LocalTextInputProps {
  label: string
  description?: string
  value: TextByLanguage
  onChange: (value: TextByLanguage) => void
  /** Words by JSON pointer; this input's stand at `<pointer>/<language>`. */
  errors?: Record<string, string>
  pointer: string
  required?: boolean
  isMultiline?: boolean
  maxLength?: number
}

/** One text in every language, side by side. */
export function LocalTextInput(props: LocalTextInputProps) {
  const { value, onChange, errors = {}, pointer } = props
  return (
    <SimpleGrid cols={{ base: 1, sm: LANGUAGES.length }} spacing="sm">
      {LANGUAGES.map((language) => {
        const shared = {
          label: `${props.label} (${LANGUAGE_NAMES[language]})`,
          description: props.description,
          required: props.required,
          maxLength: props.maxLength,
          lang: language,
          value: value[language],
          error: errors[`${pointer}/${language}`],
        }
        const change = (text: string) => onChange({ ...value, [language]: text })
        return props.isMultiline ? (
          <Textarea
            key={language}
            {...shared}
            autosize
            minRows={3}
            maxRows={24}
            onChange={(event) => change(event.currentTarget.value)}
          />
        ) : (
          <TextInput
            key={language}
            {...shared}
            onChange={(event) => change(event.currentTarget.value)}
          />
        )
      })}
    </SimpleGrid>
  )
}
