import { Badge, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { MailTabs } from '../../../../features/mail-templates/mail-tabs.tsx'
import {
  type TemplateRow,
  templatesQuery,
} from '../../../../features/mail-templates/template-requests.ts'
import { RequirePermission } from '../../../../features/shell/require-permission.tsx'
import { LANGUAGE_NAMES } from '../../../../i18n/languages.ts'
import { PageHeader } from '../../../../ui/page/page-header.tsx'
import { DataTable } from '../../../../ui/table/data-table.tsx'
import type { TableColumn } from '../../../../ui/table/table-types.ts'
import { useListState } from '../../../../ui/table/use-list-state.ts'

const LIST = { sort: '', tab: 'all', limit: 200, filters: [] }
const TABS = ['all', 'customer', 'staff', 'changed']

/** Every mail there is, and which of them staff have put into words of their own. */
export default function MailTemplatesPage() {
  return (
    <RequirePermission permission="mails:read">
      <MailTemplates />
    </RequirePermission>
  )
}

type ListedTemplate = TemplateRow & { id: string }

function MailTemplates() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const search = (list.query.search ?? '').toLowerCase()
  const query = useQuery({
    ...templatesQuery,
    select: (all) => {
      const items = all
        .filter((row) => isInTab(row, list.tab ?? 'all'))
        .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(search))
        .map((row) => ({ ...row, id: row.template }))
      return { items, nextCursor: null, total: { count: items.length, exact: true } }
    },
  })
  return (
    <>
      <PageHeader title={t('mails.title')} />
      <MailTabs />
      <DataTable
        name="mail-templates"
        list={list}
        query={query}
        columns={useColumns()}
        tabs={TABS.map((id) => ({ id, label: t(`mailTemplates.tabs.${id}`) }))}
        searchLabel={t('mailTemplates.search')}
        rowTo={(row) => `/admin/mails/templates/${row.template}`}
        empty={{ title: t('mailTemplates.empty') }}
      />
    </>
  )
}

function isInTab({ audience, languages }: TemplateRow, tab: string): boolean {
  if (tab === 'all') return true
  if (tab === 'changed') return languages.some(({ changed }) => changed)
  return audience === tab
}

function useColumns(): TableColumn<ListedTemplate>[] {
  const { t } = useTranslation()
  return [
    { id: 'name', title: t('mailTemplates.name'), isMain: true, render: (row) => row.name },
    {
      id: 'description',
      title: t('mailTemplates.when'),
      render: (row) => (
        <Text size="sm" c="dimmed" style={{ whiteSpace: 'normal' }}>
          {row.description}
        </Text>
      ),
    },
    {
      id: 'audience',
      title: t('mailTemplates.audience'),
      render: (row) => t(`mailTemplates.tabs.${row.audience}`),
    },
    {
      id: 'words',
      title: t('mailTemplates.words'),
      render: (row) => <ChangedIn row={row} />,
    },
  ]
}

function ChangedIn({ row }: { row: TemplateRow }) {
  const { t } = useTranslation()
  const changed = row.languages.filter(({ changed }) => changed)
  if (changed.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('mailTemplates.own')}
      </Text>
    )
  }
  return (
    <Group gap={4}>
      {changed.map(({ language }) => (
        <Badge key={language} variant="light" tt="none" radius="sm">
          {t('mailTemplates.changedIn', { language: LANGUAGE_NAMES[language] })}
        </Badge>
      ))}
    </Group>
  )
}
