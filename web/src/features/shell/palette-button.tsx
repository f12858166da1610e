import { Box, Group, Kbd, Text, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { palette } from './palette-store.ts'

/** In the header: looks like a search box and opens the palette. */
export function PaletteButton() {
  const { t } = useTranslation()
  return (
    <UnstyledButton
      onClick={palette.open}
      px={10}
      h={32}
      maw={420}
      w="100%"
      style={{
        border: '1px solid var(--mantine-color-default-border)',
        borderRadius: 6,
        background: 'var(--berth-ground)',
      }}
    >
      <Group gap={8} wrap="nowrap" h="100%">
        <IconSearch size={15} color="var(--mantine-color-dimmed)" aria-hidden />
        <Text size="sm" c="dimmed" truncate style={{ flex: 1 }}>
          {t('shell.palette.open')}
        </Text>
        <Box visibleFrom="md" aria-hidden>
          <Kbd size="xs">Ctrl K</Kbd>
        </Box>
      </Group>
    </UnstyledButton>
  )
}
