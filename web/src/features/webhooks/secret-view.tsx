import { Alert, Button, Code, Group, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/value/copy-button.tsx'

interface SecretViewProps {
  secret: string
  /** What the server says of an address that it took all the same. */
  warning?: string | null
  onClose: () => void
}

/** A secret, shown this once. */
export function SecretView({ secret, warning, onClose }: SecretViewProps) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      {warning && (
        <Alert color="orange" py="xs">
          {warning}
        </Alert>
      )}
      <Alert color="yellow" py="xs">
        {t('webhooks.secret.once')}
      </Alert>
      <Group gap="xs" wrap="nowrap">
        <Code fz="sm" p="xs" style={{ flex: 1, wordBreak: 'break-all' }}>
          {secret}
        </Code>
        <CopyButton value={secret} />
      </Group>
      <Button onClick={onClose} w="fit-content" ml="auto">
        {t('webhooks.secret.kept')}
      </Button>
    </Stack>
  )
}
