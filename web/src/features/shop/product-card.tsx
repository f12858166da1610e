import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { localText } from '../../ui/form/schema-model.ts'
import { PriceText } from '../../ui/value/price-text.tsx'
import type { ShopProduct } from './shop-queries.ts'

/** A product on offer: what it is, from what price, and the way to order it. */
export function ProductCard({ product }: { product: ShopProduct }) {
  const { t, i18n } = useTranslation()
  const name = localText(product.name, i18n.language) ?? ''
  const description = localText(product.description, i18n.language)
  const isAvailable = product.availability === 'available'
  const first = product.prices[0]
  return (
    <Paper p="md" h="100%">
      <Stack gap={6} h="100%">
        <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
          <Title order={3} fz="lg">
            {name}
          </Title>
          {!isAvailable && (
            <Badge color="gray" variant="light" tt="none" radius="sm" style={{ flexShrink: 0 }}>
              {t(`shop.availability.${product.availability}`)}
            </Badge>
          )}
        </Group>
        {description && (
          <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-line' }}>
            {description}
          </Text>
        )}
        <Group justify="space-between" mt="auto" pt="sm" gap="xs">
          <Text component="div" fz="lg">
            {first && <PriceText price={first.price} cycle={first.cycle} fw={600} />}
          </Text>
          <Button
            component={Link}
            to={`/shop/products/${product.id}`}
            variant={isAvailable ? 'filled' : 'default'}
            aria-label={t(isAvailable ? 'shop.chooseNamed' : 'shop.lookNamed', { name })}
          >
            {t(isAvailable ? 'shop.choose' : 'shop.look')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
