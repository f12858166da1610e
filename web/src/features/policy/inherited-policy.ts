import { queryOptions, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import { inheritedText, policyValueText } from './policy-words.ts'

type Inherited = Answer<'/api/v1/admin/policies/inherited'>
type Level = 'installation' | 'group' | 'product' | 'customer'

const inheritedQuery = (level: Level, groupId: string | undefined) =>
  queryOptions({
    queryKey: ['settings', 'inherited', level, groupId ?? null],
    queryFn: () =>
      read(
        api.GET('/api/v1/admin/policies/inherited', {
          params: { query: groupId ? { level, groupId } : { level } },
        }),
      ),
  })

/** What fields have that a level leaves empty, in words with the level they come from. */
export function useInheritedPolicy(level: Level, groupId?: string) {
  const { t } = useTranslation()
  const { data } = useQuery(inheritedQuery(level, groupId))
  return (field: string, cycle: string | null) =>
    data ? inheritedWords(data.cycles, { field, cycle }, t) : undefined
}

/** For every cycle at once: the value where all agree, else the different ones. */
export function inheritedWords(
  cycles: Inherited['cycles'],
  { field, cycle }: { field: string; cycle: string | null },
  t: TFunction,
): string | undefined {
  const all = Object.entries(cycles).flatMap(([name, one]) =>
    one && (cycle === null || name === cycle) ? [one] : [],
  )
  const [first] = all
  const level = first?.from[field]
  if (!first || !level) return undefined
  const words = [...new Set(all.map(({ values }) => policyValueText(values[field], t)))]
  if (words.length === 1) return inheritedText(first.values[field], level, t)
  return t('policy.dependsOnCycle', { values: words.join(' / ') })
}
