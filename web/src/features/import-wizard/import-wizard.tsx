import { Alert, Button, Group, Progress, Select, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { listServers } from '../servers/server-requests.ts'
import { ImportPreview } from './import-preview.tsx'
import { ProposalList } from './proposal-list.tsx'
import { type Draft, draftsOf, missingOf } from './wizard-draft.ts'
import { type ProposalPage, readProposals } from './wizard-requests.ts'

/** More resources than this are read when staff ask for them. */
const MOST_AT_ONCE = 2000

interface ImportWizardProps {
  serverId: string | null
  onServer: (serverId: string | null) => void
  onStarted: (importId: string) => void
}

/** Server, then its resources with what they could become, then a preview, then the import. */
export function ImportWizard({ serverId, onServer, onStarted }: ImportWizardProps) {
  const { t } = useTranslation()
  const servers = useQuery({
    queryKey: ['server', 'choices'],
    queryFn: () => listServers({ limit: '200' }),
  })
  if (servers.isPending) return <LoadingState />
  if (servers.isError) return <ErrorState error={servers.error} />
  return (
    <Stack gap="md">
      <Section title={t('importWizard.where')} text={t('importWizard.whereText')}>
        <Select
          label={t('importWizard.server')}
          data={servers.data.items.map((one) => ({
            value: one.id,
            label: `${one.name} · ${one.type}`,
          }))}
          value={serverId}
          onChange={onServer}
          searchable
          allowDeselect={false}
          required
          maw={420}
        />
      </Section>
      {serverId === null ? (
        <EmptyState title={t('importWizard.chooseServer')} />
      ) : (
        <Proposals key={serverId} serverId={serverId} onStarted={onStarted} />
      )}
    </Stack>
  )
}

function Proposals(props: { serverId: string; onStarted: (importId: string) => void }) {
  const { t } = useTranslation()
  const { serverId } = props
  const [most, setMost] = useState(MOST_AT_ONCE)
  const pages = useInfiniteQuery({
    queryKey: ['import', 'proposals', serverId],
    queryFn: ({ pageParam }) => readProposals(serverId, pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // A look at the server while somebody corrects rows would take them away.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = pages
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data])
  const goesOn = hasNextPage && items.length < most && !isError
  useEffect(() => {
    if (goesOn && !isFetchingNextPage) void fetchNextPage()
  }, [goesOn, isFetchingNextPage, fetchNextPage])
  if (pages.isError) {
    return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  }
  const [first] = pages.data?.pages ?? []
  if (!first) return <LoadingState />
  if (!first.canImport) {
    return (
      <Alert color="yellow" title={t('newService.import.impossible')}>
        {t('newService.import.cannotAdopt')}
      </Alert>
    )
  }
  if (goesOn) return <Reading count={items.length} />
  return (
    <Stack gap="md">
      {hasNextPage && (
        <Alert color="blue" py="xs">
          <Group gap="sm">
            <Text size="sm">{t('importWizard.partly', { count: items.length })}</Text>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => setMost(items.length + MOST_AT_ONCE)}
            >
              {t('importWizard.readMore')}
            </Button>
          </Group>
        </Alert>
      )}
      <Wizard {...props} page={first} items={items} onReload={() => void pages.refetch()} />
    </Stack>
  )
}

function Reading({ count }: { count: number }) {
  const { t } = useTranslation()
  return (
    <Stack gap="xs" aria-live="polite">
      <Text size="sm">{t('importWizard.reading', { count })}</Text>
      <Progress value={100} animated aria-label={t('importWizard.reading', { count })} />
    </Stack>
  )
}

interface WizardProps {
  serverId: string
  page: ProposalPage
  items: ProposalPage['items']
  onReload: () => void
  onStarted: (importId: string) => void
}

/** The rows as staff leave them, and the preview of those that are chosen. */
function Wizard({ serverId, page, items, onReload, onStarted }: WizardProps) {
  const { t } = useTranslation()
  const proposed = useMemo(() => draftsOf(items), [items])
  const [edited, setEdited] = useState<ReadonlyMap<string, Draft>>(new Map())
  const drafts = useMemo(
    () => proposed.map((draft) => edited.get(draft.remoteId) ?? draft),
    [proposed, edited],
  )
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(proposed.filter((one) => missingOf(one).length === 0).map((one) => one.remoteId)),
  )
  const [isPreview, setPreview] = useState(false)
  const change = (changed: readonly Draft[]) =>
    setEdited(
      (before) => new Map([...before, ...changed.map((one) => [one.remoteId, one] as const)]),
    )
  if (items.length === 0) return <EmptyState title={t('newService.import.nothingThere')} />
  if (proposed.length === 0) {
    return (
      <EmptyState
        title={t('importWizard.allKnown')}
        text={t('importWizard.allKnownText', { count: items.length })}
      />
    )
  }
  const picked = drafts.filter((draft) => chosen.has(draft.remoteId))
  if (isPreview) {
    return (
      <ImportPreview
        about={{ serverId, type: page.type }}
        drafts={picked}
        products={page.products}
        onBack={() => setPreview(false)}
        onStarted={onStarted}
        onLeaveOut={(remoteIds) =>
          setChosen(new Set([...chosen].filter((id) => !remoteIds.has(id))))
        }
      />
    )
  }
  return (
    <ProposalList
      drafts={drafts}
      products={page.products}
      known={items.length - proposed.length}
      chosen={chosen}
      onChosen={setChosen}
      onChange={change}
      onReload={onReload}
      onPreview={() => setPreview(true)}
    />
  )
}
