import { Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { EndpointFields } from './endpoint-fields.tsx'
import { SecretView } from './secret-view.tsx'
import { createEndpoint, type EndpointDraft } from './webhook-requests.ts'

const EMPTY: EndpointDraft = { name: '', url: '', events: ['*'], format: 'standard' }

/** Adds an endpoint and shows its secret; then its page opens. */
export function NewEndpointDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(EMPTY)
  const make = useMutation({
    mutationFn: () => createEndpoint(draft),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhook'] }),
  })
  const made = make.data
  const leave = () => {
    if (made) void navigate({ to: `/admin/webhooks/${made.id}` })
    onClose()
  }
  const problem = make.isError ? toProblem(make.error) : null
  return (
    <Dialog
      onClose={leave}
      title={t('webhooks.new')}
      closeOnClickOutside={!made}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      {made ? (
        <SecretView secret={made.secret} warning={made.warning} onClose={leave} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (!make.isPending) make.mutate()
          }}
        >
          <Stack gap="sm">
            <EndpointFields draft={draft} onChange={setDraft} errors={fieldErrors(problem)} />
            {problem && (problem.errors ?? []).length === 0 && <ProblemAlert error={make.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('ui.action.cancel')}
              </Button>
              <Button type="submit" loading={make.isPending} disabled={draft.events.length === 0}>
                {t('webhooks.create')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  )
}
