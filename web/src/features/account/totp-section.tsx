import {
  Alert,
  Badge,
  Box,
  Button,
  Code,
  Group,
  PasswordInput,
  PinInput,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../../api/session.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, notifyProblem, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { CopyButton } from '../../ui/value/copy-button.tsx'
import { QrCode } from '../../ui/value/qr-code.tsx'
import { beginTotp, confirmTotp, disableTotp, type TotpEnrolment } from './account-requests.ts'

/** Turns the second factor on and off. */
export function TotpSection({ isEnabled }: { isEnabled: boolean }) {
  const { t } = useTranslation()
  const [codes, setCodes] = useState<string[] | null>(null)
  const [isDisabling, setDisabling] = useState(false)
  const begin = useMutation({ mutationFn: beginTotp, onError: (error) => notifyProblem(error, t) })
  const finish = (recoveryCodes: string[]) => {
    begin.reset()
    setCodes(recoveryCodes)
  }
  return (
    <Section
      title={t('account.totp.title')}
      text={t('account.totp.text')}
      aside={
        <Badge variant="light" color={isEnabled ? 'teal' : 'gray'} tt="none" radius="sm">
          {t(isEnabled ? 'account.totp.on' : 'account.totp.off')}
        </Badge>
      }
    >
      {codes ? (
        <RecoveryCodes codes={codes} />
      ) : begin.data ? (
        <Enrolment enrolment={begin.data} onDone={finish} onCancel={begin.reset} />
      ) : isEnabled ? (
        <Button variant="default" onClick={() => setDisabling(true)}>
          {t('account.totp.disable')}
        </Button>
      ) : (
        <Button loading={begin.isPending} onClick={() => begin.mutate()}>
          {t('account.totp.enable')}
        </Button>
      )}
      {isDisabling && <DisableDialog onClose={() => setDisabling(false)} />}
    </Section>
  )
}

interface EnrolmentProps {
  enrolment: TotpEnrolment
  onDone: (recoveryCodes: string[]) => void
  onCancel: () => void
}

function Enrolment({ enrolment, onDone, onCancel }: EnrolmentProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: (typed: string) => confirmTotp(typed),
    onSuccess: async ({ recoveryCodes }) => {
      onDone(recoveryCodes)
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
  })
  return (
    <Group align="flex-start" gap="lg">
      <QrCode text={enrolment.otpauthUri} label={t('account.totp.qr')} />
      <Stack gap="sm" style={{ flex: '1 1 260px' }}>
        <Text size="sm">{t('account.totp.scan')}</Text>
        <Group gap={4}>
          <Code>{enrolment.secret}</Code>
          <CopyButton value={enrolment.secret} />
        </Group>
        <Text size="sm">{t('account.totp.enterCode')}</Text>
        <PinInput
          length={6}
          type="number"
          oneTimeCode
          aria-label={t('account.totp.code')}
          value={code}
          onChange={setCode}
          onComplete={(typed) => confirm.mutate(typed)}
        />
        {confirm.isError && <ProblemAlert error={confirm.error} withFields />}
        <Group gap="xs">
          <Button
            loading={confirm.isPending}
            disabled={code.length < 6}
            onClick={() => confirm.mutate(code)}
          >
            {t('account.totp.confirm')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('account.back')}
          </Button>
        </Group>
      </Stack>
    </Group>
  )
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      <Alert color="yellow">{t('account.totp.keepCodes')}</Alert>
      <SimpleGrid cols={2} maw={360} spacing={4}>
        {codes.map((code) => (
          <Code key={code}>{code}</Code>
        ))}
      </SimpleGrid>
      <Box>
        <CopyButton value={codes.join('\n')} label={t('account.totp.copyCodes')} />
      </Box>
    </Stack>
  )
}

function DisableDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const disable = useMutation({
    mutationFn: () => disableTotp(password),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
      notifyDone(t('account.totp.disabled'))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      title={t('account.totp.disable')}
      text={t('account.totp.disableText')}
      confirmLabel={t('account.totp.disable')}
      isDangerous
      isPending={disable.isPending}
      isDisabled={password === ''}
      error={disable.error}
      onConfirm={() => disable.mutate()}
      onClose={onClose}
    >
      <PasswordInput
        label={t('account.currentPassword')}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}
