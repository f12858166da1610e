import { Checkbox, ScrollArea, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { MoneyInput } from '../../ui/form/money-input.tsx'
import { CYCLES, type Cycle } from './cycles.ts'
import { type PriceCell, type PriceGrid, priceKey } from './product-draft.ts'

interface PriceGridInputProps {
  value: PriceGrid
  currencies: string[]
  /** Every cycle unless said otherwise. */
  cycles?: readonly Cycle[]
  onChange: (value: PriceGrid) => void
  /** Words by cell, `monthly:EUR`. */
  errors: Record<string, string>
}

/** One line per cycle, a price and a set-up fee per currency. An empty price is not sold. */
export function PriceGridInput(props: PriceGridInputProps) {
  const { value, currencies, cycles = CYCLES, onChange, errors } = props
  const { t } = useTranslation()
  const set = (key: string, change: PriceCell) =>
    onChange({ ...value, [key]: { ...value[key], ...change } })
  return (
    <ScrollArea viewportProps={{ tabIndex: 0 }}>
      <Table verticalSpacing={4} horizontalSpacing={6} miw={115 + currencies.length * 230}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('products.prices.cycle')}</Table.Th>
            {currencies.flatMap((currency) => [
              <Table.Th key={`${currency}-price`} ta="right">
                {t('products.prices.price')}
              </Table.Th>,
              <Table.Th key={`${currency}-fee`} ta="right">
                {t('products.prices.setupFee')}
              </Table.Th>,
            ])}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cycles.map((cycle) => (
            <Table.Tr key={cycle}>
              <Table.Th
                scope="row"
                fw={400}
                style={{ verticalAlign: 'middle', whiteSpace: 'nowrap' }}
              >
                <Text size="sm">{t(`ui.cycle.${cycle}`)}</Text>
              </Table.Th>
              {currencies.flatMap((currency) => {
                const key = priceKey(cycle, currency)
                const name = `${t(`ui.cycle.${cycle}`)} ${currency}`
                const cell = value[key]
                return [
                  <Table.Td key={`${key}-price`} ta="right">
                    {cycle === 'free' ? (
                      <Checkbox
                        label={t('products.prices.offered')}
                        aria-label={`${t('products.prices.offered')}, ${name}`}
                        checked={cell?.price !== undefined}
                        error={errors[key]}
                        styles={{ body: { justifyContent: 'flex-end' } }}
                        onChange={(event) =>
                          set(key, {
                            price: event.currentTarget.checked
                              ? { amount: '0', currency }
                              : undefined,
                          })
                        }
                      />
                    ) : (
                      <MoneyInput
                        aria-label={`${t('products.prices.price')}, ${name}`}
                        value={cell?.price}
                        currency={currency}
                        error={errors[key]}
                        onChange={(price) => set(key, { price })}
                      />
                    )}
                  </Table.Td>,
                  <Table.Td key={`${key}-fee`}>
                    <MoneyInput
                      aria-label={`${t('products.prices.setupFee')}, ${name}`}
                      value={cell?.setupFee}
                      currency={currency}
                      disabled={cell?.price === undefined}
                      onChange={(setupFee) => set(key, { setupFee })}
                    />
                  </Table.Td>,
                ]
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  )
}
