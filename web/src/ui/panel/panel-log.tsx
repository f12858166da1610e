import { Badge, Box, Group, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../i18n/languages.ts'
import type { PanelLogLine } from './panel-types.ts'

interface PanelLogProps {
  lines: PanelLogLine[]
  /** The page asks again by itself; says so. */
  isLive?: boolean
}

/** Log lines, newest at the bottom and kept in view unless the reader has scrolled up. */
export function PanelLog({ lines, isLive }: PanelLogProps) {
  const { t, i18n } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    if (lines.length > 0 && isAtEnd.current && box.current)
      box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  const time = new Intl.DateTimeFormat(localeOf(i18n.language), { timeStyle: 'medium' })
  const rows = lines.map((line, index) => ({ line, key: `${String(line.at)}-${String(index)}` }))
  return (
    <Box>
      {isLive && (
        <Group gap={6} mb={6}>
          <Badge size="sm" variant="dot" color="teal" tt="none">
            {t('ui.panel.live')}
          </Badge>
        </Group>
      )}
      <Box
        ref={box}
        role="log"
        aria-label={t('ui.panel.log')}
        tabIndex={0}
        onScroll={({ currentTarget: at }) => {
          isAtEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 24
        }}
        mah={420}
        mih={120}
        p="sm"
        style={{ overflow: 'auto', borderRadius: 6, background: '#0f161e', color: '#d5dee8' }}
        fz="xs"
        ff="monospace"
      >
        {rows.map(({ line, key }) => (
          <Box key={key} style={{ whiteSpace: 'pre-wrap' }} c={STREAM_COLORS[line.stream]}>
            {line.at !== null && (
              <Text span inherit c="#7f90a3" mr={8}>
                {time.format(line.at)}
              </Text>
            )}
            {line.text}
          </Box>
        ))}
        {lines.length === 0 && <Text size="xs">{t('ui.panel.noLog')}</Text>}
      </Box>
    </Box>
  )
}

const STREAM_COLORS = { stdout: '#d5dee8', stderr: '#ffb1a8', system: '#8fd3e6' } as const
