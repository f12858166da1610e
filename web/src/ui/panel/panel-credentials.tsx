import { Button, Code, Group, Text } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FactsList } from '../page/facts-list.tsx'
import { notifyProblem } from '../state/problem-alert.tsx'
import { CopyButton } from '../value/copy-button.tsx'
import type { PanelCalls, PanelCredential } from './panel-types.ts'
import { usePanelWords } from './panel-words.ts'

/** Credentials, each shown only when asked for; the server writes down who asked. */
export function PanelCredentials(props: { credentials: PanelCredential[]; calls: PanelCalls }) {
  const { words } = usePanelWords()
  return (
    <FactsList
      facts={props.credentials.map((credential) => ({
        label: words(credential.label),
        value: <Credential credential={credential} calls={props.calls} />,
      }))}
    />
  )
}

function Credential({ credential, calls }: { credential: PanelCredential; calls: PanelCalls }) {
  const { t } = useTranslation()
  const reveal = useMutation({
    mutationFn: () => calls.reveal(credential.id),
    onError: (error) => notifyProblem(error, t),
  })
  return (
    <Group gap={6}>
      {credential.username && (
        <>
          <Text span size="sm">
            {credential.username}
          </Text>
          <CopyButton value={credential.username} />
        </>
      )}
      {reveal.data ? (
        <>
          <Code>{reveal.data.value}</Code>
          <CopyButton value={reveal.data.value} />
          <Button size="compact-xs" variant="subtle" onClick={() => reveal.reset()}>
            {t('ui.panel.hide')}
          </Button>
        </>
      ) : (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconEye size={13} />}
          loading={reveal.isPending}
          onClick={() => reveal.mutate()}
        >
          {t('ui.panel.reveal')}
        </Button>
      )}
    </Group>
  )
}
