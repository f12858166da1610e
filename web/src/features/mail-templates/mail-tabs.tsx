import { useTranslation } from 'react-i18next'
import { LinkedTabs } from '../../ui/page/linked-tabs.tsx'

/** The pages about mails: what was written, in which words, and which go out at all. */
export function MailTabs() {
  const { t } = useTranslation()
  return (
    <LinkedTabs
      label={t('mails.title')}
      tabs={[
        { label: t('mailTemplates.tabs.log'), to: '/admin/mails' },
        { label: t('mailTemplates.title'), to: '/admin/mails/templates' },
        { label: t('mailTemplates.switches.title'), to: '/admin/mails/notifications' },
      ]}
    />
  )
}
