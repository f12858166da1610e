import { Spoiler, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyValueInput } from '../../ui/form/key-value-input.tsx'
import { KNOWN_KEYS, type KnownKey, KnownKeys } from './known-keys.tsx'

interface MetadataInputProps {
  value: Record<string, string>
  onChange: (value: Record<string, string>) => void
  /** Words by JSON pointer; those below `pointer` are shown. */
  errors?: Record<string, string>
  pointer: string
  /** What the level above says. */
  inherited?: Record<string, string>
  disabled?: boolean
  /** The keys with a meaning stand open below, where there is room. */
  isRoomy?: boolean
}

/** Free keys and values; the known keys are explained and one click away. */
export function MetadataInput(props: MetadataInputProps) {
  const { t } = useTranslation()
  const { value, onChange, errors = {}, pointer, disabled } = props
  const [round, setRound] = useState(0)
  const complaints = Object.entries(errors)
    .filter(([at]) => at.startsWith(`${pointer}/`))
    .map(([at, words]) => `${at.slice(pointer.length + 1)}: ${words}`)
  const add = (key: KnownKey) => {
    onChange({ ...value, [key]: KNOWN_KEYS[key] })
    setRound(round + 1)
  }
  const known = (
    <KnownKeys value={value} inherited={props.inherited} disabled={disabled} onAdd={add} />
  )
  return (
    <Stack gap="sm">
      <KeyValueInput
        key={round}
        label={t('metadata.title')}
        description={t('metadata.text')}
        error={complaints.length > 0 ? complaints.join(' ') : errors[pointer]}
        value={value}
        onChange={onChange}
        disabled={disabled}
      />
      {props.isRoomy ? (
        known
      ) : (
        <Spoiler
          maxHeight={0}
          showLabel={t('metadata.showKnown')}
          hideLabel={t('metadata.hideKnown')}
          styles={{ control: { fontSize: 'var(--mantine-font-size-sm)' } }}
        >
          {known}
        </Spoiler>
      )}
    </Stack>
  )
}
