import { SegmentedControl, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/languages.ts'
import { CountrySelect } from '../../ui/form/country-select.tsx'

export interface CustomerValues {
  kind: 'consumer' | 'business'
  name: string
  email: string
  phone: string
  street: string
  postalCode: string
  city: string
  country: string
  vatNumber: string
  language: 'en' | 'fr'
  currency: string
  notes: string
}

/** What is known of a customer, for making and for changing one. */
export function CustomerFields({ form }: { form: UseFormReturnType<CustomerValues> }) {
  const { t } = useTranslation()
  const field = (name: keyof CustomerValues) => ({
    label: t(`customers.fields.${name}`),
    ...form.getInputProps(name),
  })
  const isBusiness = form.values.kind === 'business'
  return (
    <Stack gap="sm">
      <SegmentedControl
        maw={320}
        aria-label={t('customers.fields.kind')}
        data={[
          { value: 'consumer', label: t('customers.kind.consumer') },
          { value: 'business', label: t('customers.kind.business') },
        ]}
        {...form.getInputProps('kind')}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput {...field('name')} required />
        <TextInput {...field('email')} type="email" required />
        {isBusiness && <TextInput {...field('vatNumber')} placeholder="FR12345678901" />}
        <TextInput {...field('phone')} type="tel" />
        <TextInput {...field('street')} />
        <TextInput {...field('postalCode')} />
        <TextInput {...field('city')} />
        <CountrySelect {...field('country')} required allowDeselect={false} />
        <Select
          {...field('language')}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          allowDeselect={false}
        />
        <TextInput {...field('currency')} maxLength={3} />
      </SimpleGrid>
      <Textarea {...field('notes')} autosize minRows={2} />
    </Stack>
  )
}

/** Empty texts that the API knows as "none". */
export function toCustomerBody(values: CustomerValues) {
  const { phone, vatNumber, ...rest } = values
  return {
    ...rest,
    phone: phone || null,
    vatNumber: values.kind === 'business' ? vatNumber || null : null,
  }
}
