import { Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { ActionDialog } from '../../ui/action/action-dialog.tsx'
import { type ActionOffer, verbOf } from '../../ui/action/action-types.ts'
import { RowActions } from '../../ui/action/row-actions.tsx'
import { ReconcileItem } from '../drift/reconcile-button.tsx'
import { useServerActions } from './server-actions.ts'
import { listServerActions, type Server } from './server-requests.ts'

/** What was chosen in a server's row; its dialog outlives the menu. */
export interface ChosenServerAction {
  server: Server
  offer: ActionOffer
}

/** The content of a row's menu. */
export function ServerRowMenu(props: {
  server: Server
  onChoose: (chosen: ChosenServerAction) => void
}) {
  const { server, onChoose } = props
  const navigate = useNavigate()
  const choose = (offer: ActionOffer) => {
    // What a test finds is more than a line: its page shows each check.
    if (verbOf(offer.id) !== 'test') return onChoose({ server, offer })
    void navigate({ to: `/admin/servers/${server.id}`, search: { test: '1' } as never })
  }
  return (
    <>
      <RowActions
        context={useServerActions(server)}
        queryKey={['server', server.id, 'actions']}
        load={() => listServerActions(server.id)}
        onChoose={choose}
      />
      <Menu.Divider />
      <ReconcileItem server={server} />
    </>
  )
}

/** The dialog of what was chosen in a row. */
export function ChosenServerDialog(props: { chosen: ChosenServerAction; onClose: () => void }) {
  const { server, offer } = props.chosen
  return <ActionDialog offer={offer} onClose={props.onClose} {...useServerActions(server)} />
}
