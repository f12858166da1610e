import { List, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readObject } from './read-object.ts'

interface JsonEditorProps {
  label: string
  description?: string
  value: Record<string, unknown>
  /** The server's words by JSON pointer; those below `pointer` are listed. */
  errors: Record<string, string>
  pointer: string
  disabled?: boolean
  /** Null while what is typed is no JSON object. */
  onChange: (value: Record<string, unknown> | null) => void
}

/** An object as JSON, with the places that the server complains about. */
export function JsonEditor(props: JsonEditorProps) {
  const { t } = useTranslation()
  const { errors, pointer, onChange } = props
  const [text, setText] = useState(() => JSON.stringify(props.value, null, 2))
  const isObject = readObject(text) !== null
  const complaints = Object.entries(errors).filter(([at]) => at.startsWith(pointer))
  return (
    <Stack gap={6}>
      <Textarea
        label={props.label}
        description={props.description}
        autosize
        minRows={6}
        maxRows={24}
        spellCheck={false}
        disabled={props.disabled}
        styles={{
          input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8rem' },
        }}
        error={!isObject && t('servicePage.orderData.notObject')}
        value={text}
        onChange={(event) => {
          const next = event.currentTarget.value
          setText(next)
          onChange(readObject(next))
        }}
      />
      {isObject && complaints.length > 0 && (
        <List size="sm" c="red">
          {complaints.map(([at, words]) => (
            <List.Item key={at}>
              <Text span inherit ff="monospace" fz="xs">
                {at.slice(pointer.length) || '/'}
              </Text>{' '}
              {words}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  )
}
