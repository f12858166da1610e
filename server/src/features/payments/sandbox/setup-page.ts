import { defineTexts, type Language, say } from '../../../platform/text.ts'
import type { SandboxBehaviour } from './objects.ts'
import { escapeHtml, hostedPage } from './page-frame.ts'

const texts = defineTexts({
  'sandbox_setup.title': { en: 'Store a sandbox card', fr: 'Enregistrer une carte de test' },
  'sandbox_setup.explain': {
    en: 'This page stands in for a payment gateway. Choose the card by what it shall do when it is charged.',
    fr: 'Cette page remplace une plateforme de paiement. Choisissez la carte selon ce qu’elle doit faire au moment du prélèvement.',
  },
  'sandbox_setup.succeed': { en: 'A card that pays', fr: 'Une carte qui paie' },
  'sandbox_setup.refuse': { en: 'A card without money', fr: 'Une carte sans provision' },
  'sandbox_setup.refuse_finally': { en: 'A stolen card', fr: 'Une carte volée' },
  'sandbox_setup.needs_customer': {
    en: 'A card whose bank asks for its holder',
    fr: 'Une carte dont la banque demande le titulaire',
  },
  'sandbox_setup.pending': { en: 'A direct debit', fr: 'Un prélèvement SEPA' },
  'sandbox_setup.back': { en: 'Back without storing', fr: 'Revenir sans enregistrer' },
})

/** The cards one may store, by what they do. */
export const SANDBOX_CARDS = {
  succeed: { kind: 'card', label: 'Visa •••• 4242' },
  refuse: { kind: 'card', label: 'Visa •••• 9995' },
  refuse_finally: { kind: 'card', label: 'Visa •••• 9979' },
  needs_customer: { kind: 'card', label: 'Visa •••• 3184' },
  pending: { kind: 'sepa_debit', label: 'SEPA •••• 3201' },
} as const satisfies Partial<Record<SandboxBehaviour, { kind: string; label: string }>>

export type SandboxCardName = keyof typeof SANDBOX_CARDS
export const SANDBOX_CARD_NAMES = Object.keys(SANDBOX_CARDS) as SandboxCardName[]

/** The page on which a sandbox card is stored. */
export function setupPage(parts: { language: Language; action: string; returnUrl: string }) {
  const { language, action, returnUrl } = parts
  const text = (key: keyof typeof texts) => escapeHtml(say(key, language))
  const buttons = SANDBOX_CARD_NAMES.map(
    (card, index) =>
      `<button name="card" value="${card}"${index === 0 ? ' class="first"' : ''}>${text(`sandbox_setup.${card}`)} (${SANDBOX_CARDS[card].label})</button>`,
  )
  return hostedPage({
    language,
    title: say('sandbox_setup.title', language),
    main: `<h1>${text('sandbox_setup.title')}</h1>
<p>${text('sandbox_setup.explain')}</p>
<form method="post" action="${escapeHtml(action)}">
${buttons.join('\n')}
</form>
<a href="${escapeHtml(returnUrl)}">${text('sandbox_setup.back')}</a>`,
  })
}
