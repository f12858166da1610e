import { Button, Group } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const PAGES = [
  { id: 'documents', to: '/admin/invoices' },
  { id: 'paymentList', to: '/admin/invoices/payments' },
  { id: 'awaited', to: '/admin/invoices/transfers' },
] as const

/** The three lists about money: documents, payments, announced transfers. */
export function InvoicesTabs() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  return (
    <Group gap={4} component="nav" aria-label={t('documents.title')}>
      {PAGES.map((page) => (
        <Button
          key={page.id}
          component={Link}
          to={page.to}
          variant={pathname === page.to ? 'light' : 'subtle'}
          color={pathname === page.to ? undefined : 'gray'}
          aria-current={pathname === page.to ? 'page' : undefined}
        >
          {t(`documents.page.${page.id}`)}
        </Button>
      ))}
    </Group>
  )
}
