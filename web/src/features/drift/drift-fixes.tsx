import { Button, Group, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { verbOf } from '../../ui/action/action-types.ts'
import { DRIFT_LOOKS, fixesOf } from './drift-actions.ts'
import type { DriftRow } from './drift-requests.ts'

interface DriftFixesProps {
  row: DriftRow
  onChoose: (verb: string) => void
}

/** The fixes that are possible, as buttons; what each does stands on hover. */
export function DriftFixes({ row, onChoose }: DriftFixesProps) {
  const { t } = useTranslation()
  return (
    <Group gap={4} justify="flex-end" style={{ minWidth: 'min(230px, 100%)' }}>
      {fixesOf(row).map(({ id, effects }) => {
        const verb = verbOf(id)
        const { icon: Icon, isDangerous } = DRIFT_LOOKS[verb] ?? {}
        const button = (
          <Button
            key={id}
            size="compact-xs"
            variant="default"
            c={isDangerous ? 'var(--mantine-color-red-text)' : undefined}
            leftSection={Icon && <Icon size={13} stroke={1.7} aria-hidden />}
            onClick={(event) => {
              event.stopPropagation()
              onChoose(verb)
            }}
          >
            {t(`drift.actions.${verb}.label`)}
          </Button>
        )
        if (effects.length === 0) return button
        return (
          <Tooltip key={id} label={effects.join(' ')} multiline maw={320}>
            {button}
          </Tooltip>
        )
      })}
    </Group>
  )
}
