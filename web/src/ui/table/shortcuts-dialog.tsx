import { ActionIcon, Group, Kbd, Table, Text, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconKeyboard } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../action/dialog.tsx'
import type { shortcutsOf } from './table-keys.ts'

/** Tells that there are shortcuts; only where there is a keyboard to press them on. */
export function ShortcutsButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation()
  return (
    <Tooltip label={t('ui.shortcuts.title')}>
      <ActionIcon
        variant="default"
        size={30}
        visibleFrom="sm"
        aria-label={t('ui.shortcuts.title')}
        onClick={onOpen}
      >
        <IconKeyboard size={16} />
      </ActionIcon>
    </Tooltip>
  )
}

interface ShortcutsDialogProps {
  shortcuts: ReturnType<typeof shortcutsOf>
  onClose: () => void
}

/** The keyboard of this screen in the reader's language. */
export function ShortcutsDialog({ shortcuts, onClose }: ShortcutsDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog
      onClose={onClose}
      title={t('ui.shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <Table withRowBorders={false} verticalSpacing={4} aria-label={t('ui.shortcuts.title')}>
        <Table.Tbody>
          {shortcuts.map(({ keys, what }) => (
            <Table.Tr key={what}>
              <Table.Td w={130}>
                <Group gap={4} wrap="nowrap">
                  {keys.map((key) => (
                    <Key key={key} name={key} />
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{t(`ui.shortcuts.what.${what}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt="sm">
        {t('ui.shortcuts.notWhileTyping')}
      </Text>
    </Dialog>
  )
}

const ARROWS = { Up: IconArrowUp, Down: IconArrowDown }

/** A key as it stands on the keyboard of the reader's language. */
function Key({ name }: { name: string }) {
  const { t, i18n } = useTranslation()
  const text = `ui.shortcuts.key.${name}`
  const words = i18n.exists(text) ? t(text) : name
  if (name !== 'Up' && name !== 'Down') return <Kbd>{words}</Kbd>
  const Arrow = ARROWS[name]
  return (
    <Kbd px={4}>
      <Arrow size={13} role="img" aria-label={words} style={{ display: 'block' }} />
    </Kbd>
  )
}
