import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../state/problem-alert.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmDialogProps {
  title: string
  text?: ReactNode
  /** The word on the button: the act itself, not "OK". */
  confirmLabel: string
  isDangerous?: boolean
  /** This word must be typed in first. */
  typed?: string
  isPending?: boolean
  isDisabled?: boolean
  error?: unknown
  /** The fields show their own complaints; without it the alert lists them. */
  hasForm?: boolean
  onConfirm: () => void
  onClose: () => void
  children?: ReactNode
}

/** Asks before anything that is not an action of the server's menu. Mount it to open it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // It stands outside of the page's form, but for React it is inside: that one is not sent too.
    event.stopPropagation()
    props.onConfirm()
  }
  return (
    <Dialog
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          {props.text && (
            <Text size="sm" component="div">
              {props.text}
            </Text>
          )}
          {props.children}
          {props.typed && (
            <TextInput
              label={t('ui.action.typeName', { name: props.typed })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
            />
          )}
          {props.error !== undefined && props.error !== null && (
            <ProblemAlert error={props.error} withFields={!props.hasForm} />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              {t('ui.action.cancel')}
            </Button>
            <Button
              type="submit"
              color={props.isDangerous ? 'red' : undefined}
              loading={props.isPending}
              disabled={
                props.isDisabled || (props.typed !== undefined && typed.trim() !== props.typed)
              }
            >
              {props.confirmLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
