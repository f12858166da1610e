import { Alert, Group, Text } from '@mantine/core'
import { IconShieldPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { installationQuery } from './installation-requests.ts'

export const SAFE_MODE_PATH = '/admin/automation/safe-mode'

/** Above every page of the administration while nothing leaves the house. */
export function SafeModeBanner() {
  const { t } = useTranslation()
  const { data } = useQuery(installationQuery)
  if (!data?.safeMode) return null
  const words = data.safeMode.isCopy ? 'installation.banner.copy' : 'installation.banner.safe'
  return (
    <Alert
      color="red"
      radius={0}
      py={6}
      icon={<IconShieldPause size={18} aria-hidden />}
      role="status"
    >
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t(words)}</Text>
        <TextLink to={SAFE_MODE_PATH} isInText>
          {t('installation.banner.look')}
        </TextLink>
      </Group>
    </Alert>
  )
}
