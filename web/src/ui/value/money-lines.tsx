import { Box } from '@mantine/core'
import type { Money } from '../../i18n/format.ts'
import { MoneyText } from './money-text.tsx'

/** Amounts of several currencies, which are never added up: one line each. */
export function MoneyLines({ values, fz }: { values: readonly Money[]; fz?: number }) {
  if (values.length === 0) return <MoneyText value={null} dimmed />
  return values.map((value) => (
    <Box key={value.currency} fz={values.length > 1 ? fz : undefined}>
      <MoneyText value={value} />
    </Box>
  ))
}
