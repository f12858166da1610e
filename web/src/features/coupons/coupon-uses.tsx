import { Badge, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { CouponPage } from './coupon-requests.ts'

/** The latest orders that a coupon was used for. */
export function CouponUses({ uses }: { uses: CouponPage['uses'] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('coupons.uses.title')}>
      {uses.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('coupons.uses.empty')}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={420} type="native">
          <Table fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('coupons.uses.customer')}</Table.Th>
                <Table.Th>{t('coupons.uses.order')}</Table.Th>
                <Table.Th ta="right">{t('coupons.uses.amount')}</Table.Th>
                <Table.Th>{t('coupons.uses.at')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {uses.map((use) => (
                <Table.Tr key={use.orderId}>
                  <Table.Td>
                    <TextLink to={`/admin/customers/${use.customer.id}`}>
                      {use.customer.name}
                    </TextLink>
                  </Table.Td>
                  <Table.Td>
                    <TextLink to={`/admin/orders/${use.orderId}`}>
                      {t('coupons.uses.order')}
                    </TextLink>{' '}
                    {use.releasedAt && (
                      <Badge size="xs" variant="light" color="gray" tt="none">
                        {t('coupons.uses.released')}
                      </Badge>
                    )}
                  </Table.Td>
                  <Table.Td ta="right">
                    <MoneyText value={use.amount} />
                  </Table.Td>
                  <Table.Td>
                    <TimeText at={use.usedAt} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}
