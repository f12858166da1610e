import { Button, List, Skeleton, Text } from '@mantine/core'
import { IconBan, IconReload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { useFormat } from '../../i18n/format.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { notifyDone, notifyNotice, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { skipReasons } from './many-words.ts'
import { actOnMany, type ManyAnswer, type OperationSelect } from './operation-requests.ts'

const VERBS = [
  { verb: 'retry', icon: IconReload, permission: 'operations:retry', isDangerous: false },
  { verb: 'abandon', icon: IconBan, permission: 'operations:resolve', isDangerous: true },
] as const
type Verb = (typeof VERBS)[number]

interface ManyOperationsProps {
  select: OperationSelect
  count: number
  onDone: () => void
}

/** What can be done to many operations at once. */
export function ManyOperations(props: ManyOperationsProps) {
  const [chosen, setChosen] = useState<Verb | null>(null)
  return (
    <>
      {VERBS.map((one) => (
        <VerbButton key={one.verb} verb={one} onOpen={() => setChosen(one)} />
      ))}
      {chosen && <ManyDialog {...props} verb={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

function VerbButton({ verb, onOpen }: { verb: Verb; onOpen: () => void }) {
  const { t } = useTranslation()
  const Icon = verb.icon
  const isPermitted = usePermission(verb.permission)
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon size={14} stroke={1.7} aria-hidden />}
      disabled={!isPermitted}
      title={isPermitted ? undefined : t('shell.needsPermission', { permission: verb.permission })}
      onClick={onOpen}
    >
      {t(`operations.actions.${verb.verb}.label`)}
    </Button>
  )
}

/** Asks with a dry run: how many it is done to, which are skipped and why. */
function ManyDialog(props: ManyOperationsProps & { verb: Verb; onClose: () => void }) {
  const { t } = useTranslation()
  const { select, count, verb, onClose, onDone } = props
  const queries = useQueryClient()
  const [key] = useState(newIdempotencyKey)
  const call = { action: verb.verb, select, input: {} }
  const preview = useQuery({
    queryKey: ['dry-run', 'operations', call],
    queryFn: () => actOnMany({ ...call, dryRun: true }),
    staleTime: 0,
    retry: false,
  })
  const run = useMutation({
    mutationFn: () => actOnMany(call, key),
    onSuccess: async (answer) => {
      say(answer)
      onClose()
      onDone()
      const subjects = ['operation', 'service', 'server']
      await Promise.all(
        subjects.map((subject) => queries.invalidateQueries({ queryKey: [subject] })),
      )
    },
  })
  const say = ({ done, skipped }: ManyAnswer) => {
    const words = t(`operations.many.${verb.verb}Done`, { count: done })
    if (skipped.length === 0) notifyDone(words)
    else notifyNotice(`${words} ${t('operations.many.skipped', { count: skipped.length })}`)
  }
  const start = useSingleFlight(run)
  return (
    <ConfirmDialog
      title={t(`operations.many.${verb.verb}`, { count })}
      text={t(`operations.actions.${verb.verb}.text`)}
      confirmLabel={t(`operations.actions.${verb.verb}.label`)}
      isDangerous={verb.isDangerous}
      isPending={run.isPending}
      isDisabled={!preview.data || preview.data.done === 0}
      error={run.error}
      onConfirm={() => start(undefined)}
      onClose={onClose}
    >
      {preview.isPending && <Skeleton height={40} aria-hidden />}
      {preview.isError && <ProblemAlert error={preview.error} />}
      {preview.data && <ManyPreview answer={preview.data} verb={verb} />}
    </ConfirmDialog>
  )
}

function ManyPreview({ answer, verb }: { answer: ManyAnswer; verb: Verb }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reasons = skipReasons(answer.skipped)
  return (
    <div role="status">
      <Text size="sm" fw={600}>
        {t(`operations.many.${verb.verb}Will`, { count: answer.done })}
      </Text>
      {reasons.length > 0 && (
        <>
          <Text size="xs" c="dimmed" fw={600} mt="xs">
            {t('operations.many.skips')}
          </Text>
          <List size="sm" spacing={2}>
            {reasons.map(({ text, n }) => (
              <List.Item key={text}>
                {text}{' '}
                <Text span inherit c="dimmed" className="tabular">
                  × {format.number(n)}
                </Text>
              </List.Item>
            ))}
          </List>
        </>
      )}
    </div>
  )
}
