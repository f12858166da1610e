import {
  Alert,
  Anchor,
  Badge,
  Button,
  Checkbox,
  Group,
  ScrollArea,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toProblem } from '../../api/problem.ts'
import { problemText } from '../../ui/state/problem-alert.tsx'
import { EmptyState, LoadingState } from '../../ui/state/states.tsx'
import { type Chosen, chooseResource } from './draft.ts'
import { listResources, type ResourceRow } from './new-service-requests.ts'

const SEARCH_DELAY_MS = 250

interface ResourceListProps {
  serverId: string
  chosen: Chosen[]
  onChosen: (chosen: Chosen[]) => void
}

/** What exists on the server: searched, in pages; what a service has cannot be chosen. */
export function ResourceList({ serverId, chosen, onChosen }: ResourceListProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), SEARCH_DELAY_MS)
  const pages = useInfiniteQuery({
    queryKey: ['import', 'resources', serverId, q],
    queryFn: ({ pageParam }) =>
      listResources(serverId, { ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    retry: false,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Stack gap="xs">
      <TextInput
        type="search"
        size="xs"
        maw={420}
        placeholder={t('newService.import.search')}
        aria-label={t('newService.import.search')}
        leftSection={<IconSearch size={14} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        // The form around it is sent by its button alone.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {pages.isError && <Unavailable error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isPending && <LoadingState />}
      {pages.data && items.length === 0 && !pages.hasNextPage && (
        <EmptyState
          title={t(q ? 'newService.import.nothingFound' : 'newService.import.nothingThere')}
        />
      )}
      {items.length > 0 && <ResourceTable items={items} chosen={chosen} onChosen={onChosen} />}
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('newService.import.chosenCount', { count: chosen.length })}
        </Text>
        {pages.hasNextPage && (
          <Button
            variant="default"
            size="compact-sm"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t('newService.import.more')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

/** The server's own words, as staff need them. */
function Unavailable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const problem = toProblem(error)
  const words = problem.code === 'resources_unavailable' ? problem.detail : problemText(problem, t)
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} role="alert" py="xs">
      <Text size="sm">{words}</Text>
      <Button size="compact-xs" variant="default" mt={6} onClick={onRetry}>
        {t('ui.problem.retry')}
      </Button>
    </Alert>
  )
}

function ResourceTable(props: Omit<ResourceListProps, 'serverId'> & { items: ResourceRow[] }) {
  const { t } = useTranslation()
  const { items, chosen, onChosen } = props
  const isChosen = (remoteId: string) => chosen.some((one) => one.remoteId === remoteId)
  const toggle = (resource: ResourceRow) =>
    onChosen(
      isChosen(resource.remoteId)
        ? chosen.filter((one) => one.remoteId !== resource.remoteId)
        : [...chosen, chooseResource(resource)],
    )
  return (
    <ScrollArea.Autosize mah={420} type="auto" viewportProps={{ tabIndex: 0 }}>
      <Table fz="sm" stickyHeader aria-label={t('newService.import.what')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={36} aria-label={t('newService.import.choose')} />
            <Table.Th>{t('newService.field.name')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('newService.import.owner')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('newService.import.plan')}</Table.Th>
            <Table.Th>{t('newService.import.state')}</Table.Th>
            <Table.Th>{t('newService.import.service')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((resource) => (
            <Table.Tr key={resource.remoteId}>
              <Table.Td>
                <Checkbox
                  size="xs"
                  aria-label={t('newService.import.chooseOne', { name: resource.suggestedName })}
                  disabled={resource.availability !== 'free'}
                  checked={isChosen(resource.remoteId)}
                  onChange={() => toggle(resource)}
                />
              </Table.Td>
              <Table.Td>
                <Text size="sm" c={resource.availability === 'free' ? undefined : 'dimmed'}>
                  {resource.suggestedName}
                </Text>
                <Text size="xs" c="dimmed">
                  {resource.remoteId}
                </Text>
                <Text size="xs" c="dimmed" hiddenFrom="sm" style={{ overflowWrap: 'anywhere' }}>
                  {[resource.owner, resource.plan].filter(Boolean).join(' · ')}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">{resource.owner || '–'}</Table.Td>
              <Table.Td visibleFrom="sm">{resource.plan || '–'}</Table.Td>
              <Table.Td>
                <Badge variant="default" tt="none" fw={500} style={{ minWidth: 'max-content' }}>
                  {t(`newService.import.states.${resource.state}`)}
                </Badge>
              </Table.Td>
              <Table.Td>
                <Belonging resource={resource} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}

/** Whose it is: free, a service's, or another installation's. */
function Belonging({ resource }: { resource: ResourceRow }) {
  const { t } = useTranslation()
  const { availability, service } = resource
  if (service) {
    return (
      <Anchor component={Link} to={`/admin/services/${service.id}`} size="sm">
        {t('newService.import.linked', { number: service.number, name: service.name })}
      </Anchor>
    )
  }
  return (
    <Text size="sm" c="dimmed">
      {t(`newService.import.availability.${availability}`)}
    </Text>
  )
}
