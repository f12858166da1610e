import { ActionIcon, Group, Select, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { PAGE_SIZES } from './list-state.ts'
import type { Page } from './table-types.ts'
import type { ListState } from './use-list-state.ts'

/** Where in the list the reader is, and the way on: the API pages by cursor, so only by one. */
export function PagingBar({ list, page }: { list: ListState; page: Page<unknown> | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = page?.items.length ?? 0
  const from = shown === 0 ? 0 : (list.page - 1) * list.limit + 1
  const range = t('ui.table.range', {
    from: format.number(from),
    to: format.number(from + Math.max(shown, 1) - 1),
  })
  const count = page?.total ? format.number(page.total.count) : null
  return (
    <Group
      justify="space-between"
      px="sm"
      py={6}
      gap="xs"
      style={{ borderTop: '1px solid var(--berth-line)' }}
    >
      <Text size="xs" c="dimmed" className="tabular" aria-live="polite">
        {shown > 0 && range}
        {shown > 0 &&
          count !== null &&
          ` ${page?.total?.exact ? t('ui.table.of', { total: count }) : t('ui.table.ofMore', { total: count })}`}
      </Text>
      <Group gap={6}>
        <Select
          size="xs"
          w={104}
          aria-label={t('ui.table.pageSize')}
          data={PAGE_SIZES.map((size) => ({
            value: String(size),
            label: t('ui.table.rows', { count: size }),
          }))}
          value={String(list.limit)}
          allowDeselect={false}
          onChange={(value) => list.change({ limit: Number(value) })}
        />
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('ui.table.previous')}
          disabled={list.page === 1}
          onClick={list.previous}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('ui.table.next')}
          disabled={!page?.nextCursor}
          onClick={() => page?.nextCursor && list.next(page.nextCursor)}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
    </Group>
  )
}
