import { ActionIcon, CopyButton as MantineCopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Copies a text to the clipboard and says so. */
export function CopyButton({ value, label }: { value: string; label?: string }) {
  const { t } = useTranslation()
  return (
    <MantineCopyButton value={value} timeout={1500}>
      {({ copied, copy }) => {
        const words = copied ? t('ui.copy.done') : (label ?? t('ui.copy.label'))
        return (
          <Tooltip label={words}>
            <ActionIcon
              size="sm"
              aria-label={words}
              onClick={copy}
              color={copied ? 'teal' : 'gray'}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )
      }}
    </MantineCopyButton>
  )
}
