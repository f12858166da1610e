import { IconBan, IconCheck, IconReload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionMenu } from '../../ui/action/action-menu.tsx'
import type { ActionLook } from '../../ui/action/action-types.ts'
import { operationHref, readOperation } from './operation-requests.ts'

const LOOKS: Record<string, ActionLook> = {
  retry: { icon: IconReload },
  resolve: { icon: IconCheck },
  abandon: { icon: IconBan, isDangerous: true },
}

/**
 * What staff can do with an operation: try again, settle by hand, give up. What is possible stands
 * as a button, the rest with its reason in the menu.
 */
export function OperationActions(props: { operationId: string; asButtons: string[] }) {
  const { t } = useTranslation()
  const { operationId } = props
  const operation = useQuery({
    queryKey: ['operation', operationId],
    queryFn: () => readOperation(operationId),
  })
  if (!operation.data) return null
  const { kind, service, actions } = operation.data
  const name = service ? `${service.name} #${service.number}` : t(`ui.operation.kind.${kind}`)
  return (
    <ActionMenu
      actions={actions}
      asButtons={props.asButtons.filter((verb) =>
        actions.some((offer) => offer.id === `operation.${verb}` && offer.allowed),
      )}
      subject={{ type: 'operation', name, href: operationHref(operationId) }}
      texts="operations.actions"
      looks={LOOKS}
      alsoRefresh={[['service']]}
    />
  )
}
