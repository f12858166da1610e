import { Badge, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { i18n as I18n, TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import { localText } from '../../ui/form/schema-model.ts'
import { Banner } from '../../ui/page/banner.tsx'
import { Section } from '../../ui/page/section.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'

type Report = Answer<'/api/v1/admin/modules'>
type Module = Report['items'][number]

/** The delivery modules of this installation: what each is for, its version, what failed to load. */
export function ModuleList() {
  const { t, i18n } = useTranslation()
  const modules = useQuery({
    queryKey: ['modules', 'report'],
    queryFn: () => read(api.GET('/api/v1/admin/modules')),
  })
  return (
    <Stack gap="md">
      {modules.data && <ModuleProblems problems={modules.data.problems} />}
      <Section title={t('servers.modules.title')} text={t('servers.modules.text')} flush>
        <PlainTable
          label={t('servers.modules.title')}
          query={modules}
          columns={moduleColumns(t, i18n)}
          empty={{ title: t('servers.modules.none'), text: t('servers.modules.noneText') }}
        />
      </Section>
    </Stack>
  )
}

/** Packages that the configuration names and that could not become modules. */
export function ModuleProblems({ problems }: { problems: Report['problems'] }) {
  const { t, i18n } = useTranslation()
  if (problems.length === 0) return null
  return (
    <Banner
      icon={IconAlertTriangle}
      color="red"
      title={t('servers.modules.problems', { count: problems.length })}
    >
      {t('servers.modules.problemsText')}
      {problems.map(({ specifier, text }) => (
        <Text key={specifier} size="sm" mt={4}>
          <Text span inherit fw={600}>
            {specifier}
          </Text>
          {` · ${localText(text, i18n.language) ?? ''}`}
        </Text>
      ))}
    </Banner>
  )
}

function moduleColumns(t: TFunction, { language, exists }: I18n): TableColumn<Module>[] {
  const abilities = ({ abilities: all }: Module) =>
    all.filter((one) => exists(`servers.modules.ability.${one}`))
  return [
    {
      id: 'name',
      title: t('servers.modules.name'),
      isMain: true,
      render: (row) => localText(row.name, language) ?? row.id,
    },
    {
      id: 'kinds',
      title: t('servers.modules.kinds'),
      render: (row) => (
        <Group gap={4} wrap="nowrap">
          {row.kinds.map((kind) => (
            <Badge
              key={kind}
              variant="light"
              color="gray"
              radius="sm"
              tt="none"
              style={{ minWidth: 'max-content' }}
            >
              {t(`servers.modules.kind.${kind}`, { defaultValue: kind })}
            </Badge>
          ))}
        </Group>
      ),
    },
    {
      id: 'version',
      title: t('servers.modules.version'),
      render: (row) => <span className="tabular">{row.version ?? '–'}</span>,
    },
    { id: 'package', title: t('servers.modules.package'), render: (row) => row.package },
    {
      id: 'source',
      title: t('servers.modules.source'),
      render: (row) => t(row.included ? 'servers.modules.included' : 'servers.modules.configured'),
    },
    {
      id: 'abilities',
      title: t('servers.modules.abilities'),
      render: (row) => (
        <Text span inherit c="dimmed" style={{ whiteSpace: 'normal' }}>
          {abilities(row)
            .map((one) => t(`servers.modules.ability.${one}`))
            .join(' · ') || '–'}
        </Text>
      ),
    },
  ]
}
