import { Menu, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionDialog } from '../../ui/action/action-dialog.tsx'
import { ActionItems } from '../../ui/action/action-menu.tsx'
import type { ActionOffer } from '../../ui/action/action-types.ts'
import { serviceOffers, useServiceActions } from './service-action-context.ts'
import { isInMenu } from './service-looks.ts'
import { listServiceActions, type ServiceRow } from './service-requests.ts'

/** What was chosen in a row's menu; its dialog outlives the menu. */
export interface ChosenAction {
  service: ServiceRow
  offer: ActionOffer
}

/** The content of a row's menu: the server is asked when it opens. */
export function ServiceRowActions(props: {
  service: ServiceRow
  onChoose: (chosen: ChosenAction) => void
}) {
  const { t } = useTranslation()
  const { service, onChoose } = props
  const context = useServiceActions(service)
  const actions = useQuery({
    queryKey: ['service', service.id, 'actions'],
    queryFn: () => listServiceActions(service.id),
  })
  if (actions.isError) return <Menu.Label>{t('ui.problem.title')}</Menu.Label>
  if (!actions.data) {
    return (
      <Text size="xs" c="dimmed" px="sm" py={4} role="status">
        {t('ui.state.loading')}
      </Text>
    )
  }
  const offers = serviceOffers(actions.data.items, service)
  return (
    <ActionItems
      actions={offers.filter(isInMenu)}
      onOpen={(offer) => onChoose({ service, offer })}
      {...context}
    />
  )
}

/** The dialog of what was chosen in a row. */
export function ChosenActionDialog({
  chosen,
  onClose,
}: {
  chosen: ChosenAction
  onClose: () => void
}) {
  const context = useServiceActions(chosen.service)
  return <ActionDialog offer={chosen.offer} onClose={onClose} {...context} />
}
