import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { ASSUMPTIONS, type Assumption } from './forecast-types.ts'

interface AssumptionSwitchProps {
  value: Assumption
  onChange: (assume: Assumption) => void
}

/** Who is taken to pay, with what that means in a sentence. */
export function AssumptionSwitch({ value, onChange }: AssumptionSwitchProps) {
  const { t } = useTranslation()
  const isNarrow = useMediaQuery('(max-width: 40em)', undefined, { getInitialValueInEffect: false })
  return (
    <Stack gap={6} maw={640} style={{ flex: '1 1 300px' }}>
      <SegmentedControl
        size="xs"
        aria-label={t('forecast.assume.label')}
        data={ASSUMPTIONS.map((one) => ({ value: one, label: t(`forecast.assume.${one}`) }))}
        value={value}
        onChange={(next) => onChange(next as Assumption)}
        orientation={isNarrow ? 'vertical' : 'horizontal'}
        style={{ alignSelf: isNarrow ? 'stretch' : 'flex-start' }}
      />
      <Text size="sm" c="dimmed">
        {t(`forecast.assume.${value}Text`)}
      </Text>
    </Stack>
  )
}
