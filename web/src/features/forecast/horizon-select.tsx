import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const HORIZONS = [30, 60, 120, 366]

interface HorizonSelectProps {
  value: number
  onChange: (days: number) => void
}

/** How far the forecast looks. */
export function HorizonSelect({ value, onChange }: HorizonSelectProps) {
  const { t } = useTranslation()
  return (
    <Select
      size="xs"
      w={150}
      aria-label={t('forecast.horizon')}
      allowDeselect={false}
      data={HORIZONS.map((days) => ({
        value: String(days),
        label: days > 365 ? t('forecast.aYear') : t('forecast.nextDays', { count: days }),
      }))}
      value={String(value)}
      onChange={(days) => onChange(Number(days))}
    />
  )
}
