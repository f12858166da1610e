import { Badge, Tooltip } from '@mantine/core'
import { IconUserExclamation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Nothing goes on unless a person acts. */
export function WaitsBadge({ size = 'sm' }: { size?: 'sm' | 'md' }) {
  const { t } = useTranslation()
  const words = t('operations.waits')
  return (
    <Tooltip label={t('operations.waitsText')}>
      <Badge
        variant="light"
        color="red"
        radius="sm"
        tt="none"
        px={size === 'md' ? 7 : 4}
        size={size === 'md' ? 'lg' : 'md'}
        role={size === 'md' ? undefined : 'img'}
        aria-label={size === 'md' ? undefined : words}
        tabIndex={0}
        leftSection={size === 'md' && <IconUserExclamation size={13} stroke={2} aria-hidden />}
        style={{ minWidth: 'max-content' }}
      >
        {size === 'md' ? (
          words
        ) : (
          <IconUserExclamation size={13} stroke={2} style={{ display: 'block' }} aria-hidden />
        )}
      </Badge>
    </Tooltip>
  )
}
