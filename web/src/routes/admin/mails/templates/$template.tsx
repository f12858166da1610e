import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TemplateEditor } from '../../../../features/mail-templates/template-editor.tsx'
import { templateQuery } from '../../../../features/mail-templates/template-requests.ts'
import { RequirePermission } from '../../../../features/shell/require-permission.tsx'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../../../../i18n/languages.ts'
import { currentLanguage } from '../../../../i18n/start-i18n.ts'
import { PageHeader } from '../../../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../../../ui/state/states.tsx'

/** One mail's words, a tab per language. */
export default function MailTemplatePage() {
  const { template = '' } = useParams({ strict: false })
  const asked: { language?: string } = useSearch({ strict: false })
  const language = LANGUAGES.find((one) => one === asked.language) ?? currentLanguage()
  return (
    <RequirePermission permission="mails:read">
      <MailTemplate key={`${template} ${language}`} template={template} language={language} />
    </RequirePermission>
  )
}

function MailTemplate({ template, language }: { template: string; language: Language }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const query = useQuery(templateQuery({ template, language }))
  if (query.isError) return <ErrorState error={query.error} />
  if (query.isPending) return <LoadingState />
  const { name, description } = query.data
  return (
    <>
      <PageHeader
        title={name}
        subtitle={description}
        parents={[
          { label: t('mails.title'), to: '/admin/mails' },
          { label: t('mailTemplates.title'), to: '/admin/mails/templates' },
        ]}
      />
      <Tabs
        value={language}
        onChange={(to) =>
          to && void navigate({ to: '.', search: { language: to } as never, replace: true })
        }
        activateTabWithKeyboard={false}
        mb="md"
      >
        <Tabs.List aria-label={t('mailTemplates.language')}>
          {LANGUAGES.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {LANGUAGE_NAMES[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <TemplateEditor key={query.data.version} stored={query.data} which={{ template, language }} />
    </>
  )
}
