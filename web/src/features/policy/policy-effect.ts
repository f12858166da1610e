import type { paths } from '../../api/schema.d.ts'

type Settings = paths['/api/v1/admin/settings/{section}/effect']['post']

/** What other rules would do to services, before they are saved. */
export type PolicyEffect = Settings['responses'][200]['content']['application/json']

export type EffectKind = PolicyEffect['kinds'][number]

/** Where the steps of a kind go, as the keys of the words for it, with how many. */
export function movesOf(kind: EffectKind): { key: string; count: number }[] {
  return (['earlier', 'later', 'added', 'dropped'] as const)
    .map((key) => ({ key, count: kind[key] }))
    .filter(({ count }) => count > 0)
}

/** True when saving must be confirmed by hand: somebody would lose something sooner. */
export const mustBeConfirmed = (effect: PolicyEffect) => effect.nearer.services > 0
