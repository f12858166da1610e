import { CYCLES, type Cycle } from '../../domain/cycle.ts'
import { defineTexts, type Language } from '../../platform/text.ts'

/** What people call the cycles. */
export const CYCLE_NAMES: Readonly<Record<Cycle, Readonly<Record<Language, string>>>> = {
  weekly: { en: 'weekly', fr: 'hebdomadaire' },
  monthly: { en: 'monthly', fr: 'mensuel' },
  quarterly: { en: 'quarterly', fr: 'trimestriel' },
  semiannually: { en: 'semiannual', fr: 'semestriel' },
  annually: { en: 'annual', fr: 'annuel' },
  biennially: { en: 'every 2 years', fr: 'biennal (2 ans)' },
  triennially: { en: 'every 3 years', fr: 'triennal (3 ans)' },
  onetime: { en: 'one-time payment', fr: 'paiement unique' },
  free: { en: 'free', fr: 'gratuit' },
}

defineTexts(
  Object.fromEntries(CYCLES.map((cycle) => [`service.cycle.${cycle}`, CYCLE_NAMES[cycle]])),
)
