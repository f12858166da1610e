import { ActionIcon, Button, Group, Input, NumberInput, Stack } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CountrySelect } from '../../ui/form/country-select.tsx'

interface PercentInputProps {
  label?: string
  'aria-label'?: string
  error?: string
  /** Hundredths of a per cent: 20 % is 2000. */
  value: number | undefined
  onChange: (value: number | undefined) => void
}

/** A tax rate as people write it. */
export function PercentInput({ value, onChange, ...frame }: PercentInputProps) {
  return (
    <NumberInput
      {...frame}
      w={130}
      min={0}
      max={100}
      decimalScale={2}
      hideControls
      suffix=" %"
      value={value === undefined ? '' : value / 100}
      onChange={(next) => onChange(next === '' ? undefined : Math.round(Number(next) * 100))}
    />
  )
}

interface CountryRatesInputProps {
  value: Record<string, number>
  onChange: (value: Record<string, number>) => void
  error?: string
}

interface RateRow {
  id: number
  country: string | null
  rate: number | undefined
}

/** The tax rates of countries that differ from the default one. */
export function CountryRatesInput({ value, onChange, error }: CountryRatesInputProps) {
  const { t } = useTranslation()
  const [rows, setRows] = useState<RateRow[]>(() =>
    Object.entries(value).map(([country, rate], id) => ({ id, country, rate })),
  )
  const update = (next: RateRow[]) => {
    setRows(next)
    const filled = next.flatMap(({ country, rate }) =>
      country && rate !== undefined ? [[country, rate] as const] : [],
    )
    onChange(Object.fromEntries(filled))
  }
  const edit = (id: number, change: Partial<RateRow>) =>
    update(rows.map((row) => (row.id === id ? { ...row, ...change } : row)))
  return (
    <Input.Wrapper
      label={t('settings.tax.countryRates')}
      labelElement="div"
      description={t('settings.tax.countryRatesHelp')}
      error={error}
    >
      <Stack gap={6} mt={6}>
        {rows.map((row) => (
          <Group key={row.id} gap={6} wrap="nowrap">
            <CountrySelect
              aria-label={t('settings.tax.country')}
              placeholder={t('settings.tax.country')}
              value={row.country}
              onChange={(country) => edit(row.id, { country })}
              style={{ flex: 1, maxWidth: 320 }}
            />
            <PercentInput
              aria-label={t('settings.tax.rate')}
              value={row.rate}
              onChange={(rate) => edit(row.id, { rate })}
            />
            <ActionIcon
              aria-label={t('ui.form.remove')}
              onClick={() => update(rows.filter((one) => one.id !== row.id))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="default"
          size="compact-xs"
          w="fit-content"
          leftSection={<IconPlus size={12} />}
          onClick={() => {
            const id = rows.reduce((highest, row) => Math.max(highest, row.id), -1) + 1
            update([...rows, { id, country: null, rate: undefined }])
          }}
        >
          {t('ui.form.add')}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}
