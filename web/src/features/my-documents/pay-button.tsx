import { Button } from '@mantine/core'
import { IconCreditCard } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Leads to where a document is paid. */
export function PayButton({ documentId }: { documentId: string }) {
  const { t } = useTranslation()
  return (
    <Button
      component={Link}
      to={`/client/invoices/${documentId}`}
      leftSection={<IconCreditCard size={15} stroke={1.7} />}
    >
      {t('myDocuments.pay')}
    </Button>
  )
}
