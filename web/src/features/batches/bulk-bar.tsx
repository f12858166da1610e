import { Button, Menu, Tooltip } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionItems } from '../../ui/action/action-menu.tsx'
import type { ActionOffer } from '../../ui/action/action-types.ts'
import { SERVICE_LOOKS } from '../services/service-looks.ts'
import { type BatchAction, type BatchSelect, batchActionsQuery } from './batch-requests.ts'
import { BulkDialog } from './bulk-dialog.tsx'

/** What is done most often stands beside the menu, where there is room. */
const AS_BUTTONS = ['service.suspend', 'service.unsuspend', 'service.renew', 'service.add_days']

interface BulkBarProps {
  /** How many services are selected; "more than" where counting stopped. */
  count: number
  isMore: boolean
  select: BatchSelect
}

/** Every action on many services: the possible ones to click, the others with their reason. */
export function BulkBar(props: BulkBarProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<BatchAction | null>(null)
  const { data: actions = [], isPending } = useQuery(batchActionsQuery)
  const context = {
    subject: { type: 'service', name: '', href: '' },
    texts: 'services.actions',
    looks: SERVICE_LOOKS,
  }
  const open = (id: string) => setChosen(actions.find(({ action }) => action === id) ?? null)
  const buttons = AS_BUTTONS.flatMap((id) => actions.filter(({ action }) => action === id))
  return (
    <>
      {buttons.map((one) => (
        <BulkButton key={one.action} action={one} onOpen={() => open(one.action)} />
      ))}
      <Menu position="bottom-end" shadow="md" width={240}>
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="default"
            loading={isPending}
            rightSection={<IconChevronDown size={14} />}
          >
            {t('ui.action.menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <ActionItems
            actions={inOrder(actions, t('batches.notAllowed'))}
            onOpen={(offer) => open(offer.id)}
            {...context}
          />
        </Menu.Dropdown>
      </Menu>
      {chosen && <BulkDialog {...props} action={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

const ORDER = Object.keys(SERVICE_LOOKS)

/** As offers of a menu, in the order of a service's own. */
function inOrder(actions: BatchAction[], notAllowed: string): ActionOffer[] {
  const place = (id: string) => {
    const at = ORDER.indexOf(id.replace('service.', ''))
    return at === -1 ? ORDER.length : at
  }
  return actions
    .map(({ action, allowed }) => ({
      ...{ id: action, allowed },
      reason: allowed ? null : { code: 'not_allowed', text: notAllowed },
    }))
    .sort((a, b) => place(a.id) - place(b.id))
}

function BulkButton({ action, onOpen }: { action: BatchAction; onOpen: () => void }) {
  const { t } = useTranslation()
  const verb = action.action.replace('service.', '')
  const Icon = SERVICE_LOOKS[verb]?.icon
  const button = (
    <Button
      size="compact-sm"
      variant="default"
      visibleFrom="sm"
      leftSection={Icon && <Icon size={14} stroke={1.7} />}
      aria-disabled={!action.allowed}
      data-disabled={!action.allowed || undefined}
      onClick={(event) => (action.allowed ? onOpen() : event.preventDefault())}
    >
      {t(`services.actions.${verb}.label`)}
    </Button>
  )
  if (action.allowed) return button
  return <Tooltip label={t('batches.notAllowed')}>{button}</Tooltip>
}
