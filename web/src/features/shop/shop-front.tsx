import { Anchor, Box, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { localText } from '../../ui/form/schema-model.ts'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { ProductGrid } from './product-grid.tsx'
import { type ShopGroup, shopGroupsQuery } from './shop-queries.ts'

/** Everything on offer, group by group. */
export function ShopFront() {
  const { t } = useTranslation()
  const groups = useQuery(shopGroupsQuery)
  return (
    <>
      <PageHeader title={t('shop.title')} subtitle={t('shop.text')} />
      {groups.isPending && <LoadingState />}
      {groups.isError && <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />}
      {groups.data && (
        <Stack gap="xl">
          {groups.data.items.map((group) => (
            <GroupSection key={group.slug} group={group} />
          ))}
          {groups.data.items.length === 0 && <ProductGrid products={[]} />}
        </Stack>
      )}
    </>
  )
}

function GroupSection({ group }: { group: ShopGroup }) {
  const { i18n } = useTranslation()
  const name = localText(group.name, i18n.language)
  const description = localText(group.description, i18n.language)
  return (
    <Box component="section" aria-label={name}>
      <Group gap="xs" align="baseline">
        <Title order={2}>
          <Anchor component={Link} to={`/shop/${group.slug}`} inherit c="inherit">
            {name}
          </Anchor>
        </Title>
      </Group>
      {description && (
        <Text size="sm" c="dimmed">
          {description}
        </Text>
      )}
      <Box mt="sm">
        <ProductGrid products={group.products} />
      </Box>
    </Box>
  )
}
