import { Alert, Button, Group, List, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import i18next, { type TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { type Problem, toProblem } from '../../api/problem.ts'

/** The sentence for a problem: ours where we know better words, else the server's detail. */
export function problemText(problem: Problem, t: TFunction): string {
  if (problem.code === 'network') return t('ui.problem.network')
  if (problem.status === 429) {
    return t('ui.problem.tooMany', { count: problem.retryAfterSeconds ?? 60 })
  }
  if (problem.status >= 500) return t('ui.problem.server')
  if (problem.status === -1) return t('ui.problem.unexpected')
  return problem.detail ?? problem.title
}

interface ProblemAlertProps {
  error: unknown
  /** Also list the fields' complaints, where no form shows them at the field. */
  withFields?: boolean
  onRetry?: () => void
}

/** A failed call, said in place: what is wrong, the request id for support, a way to try again. */
export function ProblemAlert({ error, withFields, onRetry }: ProblemAlertProps) {
  const { t } = useTranslation()
  const problem = toProblem(error)
  // Only a fault of ours is worth a call to support.
  const requestId = problem.status >= 500 ? problem.requestId : undefined
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} role="alert" py="xs">
      <Text size="sm">{problemText(problem, t)}</Text>
      {withFields && problem.errors && problem.errors.length > 0 && (
        <List size="sm" mt={4}>
          {problem.errors.map((field) => (
            <List.Item key={field.pointer + field.code}>{field.detail}</List.Item>
          ))}
        </List>
      )}
      {(requestId || onRetry) && (
        <Group gap="sm" mt={6}>
          {onRetry && (
            <Button size="compact-xs" variant="default" onClick={onRetry}>
              {t('ui.problem.retry')}
            </Button>
          )}
          {requestId && (
            <Text size="xs" c="dimmed">
              {t('ui.problem.requestId', { id: requestId })}
            </Text>
          )}
        </Group>
      )}
    </Alert>
  )
}

/** The same as a notification, for what has no place of its own on the page. */
export function notifyProblem(error: unknown, t: TFunction): void {
  notifications.show({
    color: 'red',
    closeButtonProps: { 'aria-label': t('ui.action.cancel') },
    title: t('ui.problem.title'),
    message: problemText(toProblem(error), t),
  })
}

/** A short word that something was done. */
export function notifyDone(message: string): void {
  notifications.show({
    color: 'teal',
    message,
    closeButtonProps: { 'aria-label': i18next.t('ui.action.cancel') },
  })
}

/** Something went otherwise than expected, and people should read it: it stays until it is closed. */
export function notifyNotice(message: string): void {
  notifications.show({
    color: 'yellow',
    message,
    autoClose: false,
    closeButtonProps: { 'aria-label': i18next.t('ui.action.cancel') },
  })
}
