import { IconBan, IconCheck, IconReload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionDialog } from '../../ui/action/action-dialog.tsx'
import { ActionMenu } from '../../ui/action/action-menu.tsx'
import type { ActionContext, ActionLook, ActionOffer } from '../../ui/action/action-types.ts'
import { RowActions } from '../../ui/action/row-actions.tsx'
import {
  listOperationActions,
  type OperationRow,
  operationHref,
  operationQueryOptions,
} from './operation-requests.ts'

export const OPERATION_LOOKS: Record<string, ActionLook> = {
  retry: { icon: IconReload },
  resolve: { icon: IconCheck },
  abandon: { icon: IconBan, isDangerous: true },
}

type Named = Pick<OperationRow, 'id' | 'kind' | 'service'>

/** What every place that offers an operation's actions needs. */
export function useOperationContext({ id, kind, service }: Named): ActionContext {
  const { t } = useTranslation()
  const name = service ? `${service.name} #${service.number}` : t(`ui.operation.kind.${kind}`)
  return {
    subject: { type: 'operation', name, href: operationHref(id) },
    texts: 'operations.actions',
    looks: OPERATION_LOOKS,
    alsoRefresh: [['service'], ['server']],
  }
}

/**
 * What staff can do with an operation: try again, settle by hand, give up. What is possible stands
 * as a button, the rest with its reason in the menu.
 */
export function OperationActions(props: { operationId: string; asButtons: string[] }) {
  const operation = useQuery(operationQueryOptions(props.operationId))
  if (!operation.data) return null
  return (
    <OfferedActions
      operation={operation.data}
      actions={operation.data.actions}
      asButtons={props.asButtons}
    />
  )
}

function OfferedActions(props: { operation: Named; actions: ActionOffer[]; asButtons: string[] }) {
  const { operation, actions, asButtons } = props
  const context = useOperationContext(operation)
  return (
    <ActionMenu
      actions={actions}
      asButtons={asButtons.filter((verb) =>
        actions.some((offer) => offer.id === `operation.${verb}` && offer.allowed),
      )}
      {...context}
    />
  )
}

/** What was chosen in an operation's row; its dialog outlives the menu. */
export interface ChosenOperationAction {
  operation: OperationRow
  offer: ActionOffer
}

/** The content of a row's menu. */
export function OperationRowMenu(props: {
  operation: OperationRow
  onChoose: (chosen: ChosenOperationAction) => void
}) {
  const { operation, onChoose } = props
  return (
    <RowActions
      context={useOperationContext(operation)}
      queryKey={['operation', operation.id, 'actions']}
      load={() => listOperationActions(operation.id)}
      onChoose={(offer) => onChoose({ operation, offer })}
    />
  )
}

/** The dialog of what was chosen in a row. */
export function ChosenOperationDialog(props: {
  chosen: ChosenOperationAction
  onClose: () => void
}) {
  const { operation, offer } = props.chosen
  return <ActionDialog offer={offer} onClose={props.onClose} {...useOperationContext(operation)} />
}
