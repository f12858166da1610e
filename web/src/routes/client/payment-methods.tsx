import { useTranslation } from 'react-i18next'
import { MethodList } from '../../features/my-payment-methods/method-list.tsx'
import { PageHeader } from '../../ui/page/page-header.tsx'

/** What the customer has stored to pay with. */
export default function MyPaymentMethodsPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('myPaymentMethods.title')} subtitle={t('myPaymentMethods.text')} />
      <MethodList />
    </>
  )
}
