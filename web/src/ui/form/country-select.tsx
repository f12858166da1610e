import { Select, type SelectProps } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countryChoices } from '../../i18n/countries.ts'

/** A country by its name in the reader's language; the value is the ISO code. */
export function CountrySelect(props: Omit<SelectProps, 'data'>) {
  const { i18n } = useTranslation()
  const data = useMemo(() => countryChoices(i18n.language), [i18n.language])
  return <Select searchable autoComplete="off" {...props} data={data} />
}
