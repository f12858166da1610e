import { Anchor, Button, SimpleGrid, Stack, UnstyledButton } from '@mantine/core'
import { IconFileInvoice, IconShoppingCart, IconStack2, IconWallet } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserSession } from '../../api/session.ts'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { Section } from '../../ui/page/section.tsx'
import { StatCard } from '../../ui/page/stat-card.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { creditQuery } from '../my-credit/credit-query.ts'
import { unpaidDocumentsQuery } from '../my-documents/document-queries.ts'
import { HomeBanners } from './home-banners.tsx'
import { HomeServices } from './home-services.tsx'
import { activeServicesQuery } from './running-services.ts'

/** A customer's start page: what is to be done, the figures, the services. */
export function ClientHome({ session }: { session: UserSession }) {
  const { t } = useTranslation()
  const active = useQuery(activeServicesQuery)
  const order = (
    <Button component={Link} to="/shop" leftSection={<IconShoppingCart size={15} />}>
      {t('home.orderNew')}
    </Button>
  )
  const services = active.data?.items ?? []
  return (
    <>
      <PageHeader
        title={t('home.title', { name: session.user.name })}
        subtitle={session.customer.name === session.user.name ? undefined : session.customer.name}
        primary={order}
      />
      <Stack gap="md">
        <HomeBanners />
        <Counters currency={session.customer.currency} />
        <Section
          title={t('home.activeServices')}
          flush
          aside={
            <Anchor component={Link} to="/client/services">
              {t('home.allServices')}
            </Anchor>
          }
        >
          {active.isPending && <LoadingState />}
          {active.isError && (
            <ErrorState error={active.error} onRetry={() => void active.refetch()} />
          )}
          {active.data && services.length === 0 && (
            <EmptyState
              icon={IconStack2}
              title={t('home.noServices')}
              text={t('home.noServicesText')}
              action={order}
            />
          )}
          {services.length > 0 && <HomeServices services={services} />}
        </Section>
      </Stack>
    </>
  )
}

function Counters({ currency }: { currency: string }) {
  const { t } = useTranslation()
  const unpaid = useQuery(unpaidDocumentsQuery)
  const active = useQuery(activeServicesQuery)
  const credit = useQuery(creditQuery)
  const balance = credit.data?.balances.find((one) => one.currency === currency)
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
      <CounterLink to="/client/invoices">
        <StatCard
          label={t('home.unpaid')}
          value={unpaid.data?.count ?? '–'}
          icon={IconFileInvoice}
        />
      </CounterLink>
      <CounterLink to="/client/services?tab=active">
        <StatCard
          label={t('home.services')}
          value={active.data?.total.count ?? '–'}
          icon={IconStack2}
        />
      </CounterLink>
      <CounterLink to="/client/credit">
        <StatCard
          label={t('home.credit')}
          value={<MoneyText value={credit.data && (balance ?? { amount: '0', currency })} />}
          icon={IconWallet}
        />
      </CounterLink>
    </SimpleGrid>
  )
}

function CounterLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <UnstyledButton component={Link} to={to}>
      {children}
    </UnstyledButton>
  )
}
