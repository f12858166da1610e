import { Menu, Text } from '@mantine/core'
import { type QueryKey, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionItems } from './action-menu.tsx'
import type { ActionContext, ActionOffer } from './action-types.ts'

interface RowActionsProps {
  context: ActionContext
  /** Begins with the live stream's word, so that the menu is asked for again after a change. */
  queryKey: QueryKey
  load: () => Promise<{ items: ActionOffer[] }>
  /** Opens the dialog, which outlives the menu. */
  onChoose: (offer: ActionOffer) => void
}

/** The actions in a row's menu: the server is asked when it opens. */
export function RowActions({ context, queryKey, load, onChoose }: RowActionsProps) {
  const { t } = useTranslation()
  const actions = useQuery({ queryKey, queryFn: load })
  if (actions.isError) return <Menu.Label>{t('ui.problem.title')}</Menu.Label>
  if (!actions.data) {
    return (
      <Text size="xs" c="dimmed" px="sm" py={4} role="status">
        {t('ui.state.loading')}
      </Text>
    )
  }
  return <ActionItems actions={actions.data.items} onOpen={onChoose} {...context} />
}
