import { Anchor } from '@mantine/core'
import { FactsList } from '../page/facts-list.tsx'
import type { PanelFact } from './panel-types.ts'
import { usePanelWords } from './panel-words.ts'

/** A module's labels and values, with links and copy buttons where it asks for them. */
export function PanelFacts({ facts }: { facts: PanelFact[] }) {
  const { words } = usePanelWords()
  return (
    <FactsList
      facts={facts.map((fact) => {
        const value = words(fact.value)
        return {
          label: words(fact.label),
          copy: fact.copy ? value : undefined,
          value: fact.href ? (
            <Anchor href={fact.href} target="_blank" rel="noreferrer">
              {value}
            </Anchor>
          ) : (
            value
          ),
        }
      })}
    />
  )
}
