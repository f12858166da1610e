import { Text } from '@mantine/core'
import {
  IconCash,
  IconFileInvoice,
  IconHandStop,
  IconMail,
  IconPlayerPause,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { FigureStrip } from '../../ui/page/figure-strip.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { MoneyLines } from '../../ui/value/money-lines.tsx'
import type { Forecast } from './forecast-types.ts'
import { grossOf } from './money-of.ts'

/** What all days of the forecast come to. */
export function ForecastTotals({ forecast }: { forecast: Forecast }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { totals } = forecast
  const { held } = totals
  return (
    <FigureStrip
      label={t('forecast.totals')}
      figures={[
        {
          label: t('forecast.toInvoice'),
          value: <MoneyLines values={grossOf(totals.invoiced)} fz={15} />,
          hint: t('forecast.documents', {
            count: totals.documents,
            number: format.number(totals.documents),
          }),
          icon: IconFileInvoice,
        },
        {
          label: t('forecast.revenue'),
          value: <MoneyLines values={totals.revenue} fz={15} />,
          hint: t('forecast.revenueHint'),
          icon: IconCash,
        },
        {
          label: t('forecast.suspensions'),
          value: format.number(totals.suspensions),
          icon: IconPlayerPause,
        },
        {
          label: t('forecast.ends'),
          value: format.number(totals.ends),
          hint: t('forecast.endsHint'),
          icon: IconTrash,
        },
        { label: t('forecast.mails'), value: format.number(totals.mails), icon: IconMail },
        {
          label: t('forecast.held'),
          value: format.number(held),
          color: held > 0 ? 'orange' : undefined,
          hint: (
            <Text span inherit>
              <TextLink to="/admin/automation/brake">{t('forecast.toBrake')}</TextLink>
            </Text>
          ),
          icon: IconHandStop,
        },
      ]}
    />
  )
}
