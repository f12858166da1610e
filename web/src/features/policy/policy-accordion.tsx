import { Accordion, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { countOf, POLICY_CYCLES, type PolicyValues } from './policy-fields.ts'
import { PolicyInput } from './policy-input.tsx'

interface PolicyAccordionProps {
  /** Whose services the delays are for. */
  text: string
  value: PolicyValues
  onChange: (value: PolicyValues) => void
  errors?: Record<string, string>
  pointer: string
  /** What applies to a field that is left empty, in words. */
  inherited?: (field: string, cycle: string | null) => string | undefined
}

/** The delays of one level, folded: most levels inherit everything. */
export function PolicyAccordion({ text, ...input }: PolicyAccordionProps) {
  const { t } = useTranslation()
  const { value, errors = {}, pointer } = input
  const count = [null, ...POLICY_CYCLES].reduce((sum, cycle) => sum + countOf(value, cycle), 0)
  const isWrong = Object.keys(errors).some((at) => at.startsWith(`${pointer}/`))
  return (
    <Accordion
      variant="contained"
      radius="md"
      styles={{ item: { background: 'var(--berth-surface)', borderColor: 'var(--berth-line)' } }}
      {...(isWrong ? { value: 'policy' } : {})}
    >
      <Accordion.Item value="policy">
        <Accordion.Control>
          <Group justify="space-between" gap="xs" pr="xs">
            <Text fw={600} fz="md">
              {t('policy.title')}
            </Text>
            <Text size="sm" c="dimmed">
              {count > 0 ? t('policy.set', { count }) : t('policy.allInherited')}
            </Text>
          </Group>
        </Accordion.Control>
        <Accordion.Panel>
          <Text size="sm" c="dimmed" mb="sm">
            {text}
          </Text>
          <PolicyInput {...input} />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}
