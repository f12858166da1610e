import { Badge, Group, Text } from '@mantine/core'
import { IconBuildingBank, IconCreditCard } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface MethodLabelProps {
  method: {
    kind: string
    label: string
    expiresOn: string | null
    isDefault: boolean
    gatewayLabel: string
  }
}

/** A stored method as people recognise it: what, until when, and whether it is the usual one. */
export function MethodLabel({ method }: MethodLabelProps) {
  const { t } = useTranslation()
  const { kind, label, expiresOn, isDefault, gatewayLabel } = method
  const Icon =
    kind.endsWith('_debit') || kind.endsWith('_account') ? IconBuildingBank : IconCreditCard
  return (
    <Group gap={10} wrap="nowrap" align="flex-start">
      <Icon size={20} stroke={1.6} aria-hidden style={{ flexShrink: 0, marginTop: 1 }} />
      <div style={{ minWidth: 0 }}>
        <Group gap={6}>
          <Text size="sm" fw={500} className="tabular">
            {label}
          </Text>
          {isDefault && (
            <Badge variant="light" size="sm" radius="sm" tt="none">
              {t('myPaymentMethods.default')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {gatewayLabel}
          {expiresOn && ` · ${t('myPaymentMethods.until', { month: monthOf(expiresOn) })}`}
        </Text>
      </div>
    </Group>
  )
}

/** `2027-04` as it stands on a card: `04/2027`. */
const monthOf = (expiresOn: string) => expiresOn.split('-').toReversed().join('/')
