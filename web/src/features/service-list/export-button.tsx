import { Button, Tooltip } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TableColumn } from '../../ui/table/table-types.ts'
import type { ListState } from '../../ui/table/use-list-state.ts'
import type { ServiceRow } from '../services/service-requests.ts'
import { exportAddress, filterQuery } from './service-query.ts'

/** Downloads what the list shows, all of its pages, with the columns on show. */
export function ExportButton(props: { list: ListState; columns: TableColumn<ServiceRow>[] }) {
  const { t } = useTranslation()
  const { list, columns } = props
  const ids = columns.map((column) => column.id)
  return (
    <Tooltip label={t('serviceList.exportHint')}>
      <Button
        component="a"
        href={exportAddress(filterQuery(list), list.sort, ids)}
        download
        variant="default"
        size="xs"
        leftSection={<IconDownload size={14} />}
      >
        {t('serviceList.export')}
      </Button>
    </Tooltip>
  )
}
