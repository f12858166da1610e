import { SimpleGrid, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { StatCard } from '../page/stat-card.tsx'
import { panelIcon } from './panel-icon.tsx'
import type { PanelStatCard } from './panel-types.ts'
import { TONE_COLORS, usePanelWords } from './panel-words.ts'

/** A module's numbers: memory 6 of 25 GB with its bar. */
export function PanelStatCards({ cards }: { cards: PanelStatCard[] }) {
  const { t } = useTranslation()
  const { words, figure } = usePanelWords()
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm">
      {cards.map((card) => {
        const value =
          typeof card.value === 'number' ? figure(card.value, card.unit) : words(card.value)
        const limit = typeof card.limit === 'number' ? card.limit : null
        return (
          <StatCard
            key={card.id}
            label={words(card.label)}
            icon={panelIcon(card.icon)}
            value={
              card.tone && card.tone !== 'neutral' ? (
                <Text span inherit c={TONE_COLORS[card.tone]}>
                  {value}
                </Text>
              ) : (
                value
              )
            }
            hint={
              limit === null ? undefined : t('ui.panel.of', { limit: figure(limit, card.unit) })
            }
            percent={limit && typeof card.value === 'number' ? (100 * card.value) / limit : null}
          />
        )
      })}
    </SimpleGrid>
  )
}
