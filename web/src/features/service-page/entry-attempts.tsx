import { Box, Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OperationDetails } from './operation-details.tsx'

/** The attempts behind an entry and what the module logged, folded until somebody asks. */
export function EntryAttempts({ operationId }: { operationId: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const Icon = isOpen ? IconChevronDown : IconChevronRight
  return (
    <Box mt={2}>
      <Button
        variant="subtle"
        size="compact-xs"
        ml={-6}
        leftSection={<Icon size={13} aria-hidden />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t('servicePage.attempts')}
      </Button>
      {isOpen && (
        <Box mt={4} pl="sm" style={{ borderLeft: '2px solid var(--berth-line)' }}>
          <OperationDetails operationId={operationId} />
        </Box>
      )}
    </Box>
  )
}
