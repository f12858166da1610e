import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { HeldRow } from './brake-types.ts'

/** What is held: which service, since when, why, and what is at stake. */
export function heldColumns(t: TFunction): TableColumn<HeldRow>[] {
  const title = (id: string) => t(`brake.${id}`)
  return [
    {
      ...{ id: 'service', title: title('service'), isMain: true, cutAt: 230 },
      render: ({ service }) => (
        <>
          <span className="tabular">#{service.number}</span> {service.name}
        </>
      ),
    },
    {
      ...{ id: 'customer', title: title('customer'), cutAt: 180 },
      render: ({ customer }) => (
        <TextLink to={`/admin/customers/${customer.id}`} isQuiet>
          {customer.name}
        </TextLink>
      ),
    },
    {
      ...{ id: 'since', title: title('since') },
      render: (row) => <TimeText at={row.heldAt} />,
    },
    {
      ...{ id: 'reason', title: title('why') },
      render: (row) => t(`brake.reasonShort.${row.reason}`),
    },
    {
      ...{ id: 'money', title: title('atStake'), align: 'end' },
      render: (row) => <MoneyText value={row.money} />,
    },
    { ...{ id: 'because', title: title('rule'), cutAt: 300 }, render: (row) => row.because },
  ]
}
