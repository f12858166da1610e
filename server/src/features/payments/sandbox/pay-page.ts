import { formatMoney } from '../../../domain/money.ts'
import { defineTexts, type Language, say } from '../../../platform/text.ts'
import type { PaymentIntent } from '../intents.ts'
import { escapeHtml, hostedPage } from './page-frame.ts'

const texts = defineTexts({
  'sandbox_pay.title': { en: 'Sandbox payment', fr: 'Paiement de test' },
  'sandbox_pay.explain': {
    en: 'This page stands in for a payment gateway. No money moves.',
    fr: 'Cette page remplace une plateforme de paiement. Aucun argent ne circule.',
  },
  'sandbox_pay.amount': { en: 'Amount', fr: 'Montant' },
  'sandbox_pay.document': { en: 'Document', fr: 'Document' },
  'sandbox_pay.pay': { en: 'Pay', fr: 'Payer' },
  'sandbox_pay.refuse': { en: 'Refuse', fr: 'Refuser' },
  'sandbox_pay.again': { en: 'Pay again', fr: 'Payer encore' },
  'sandbox_pay.repeat': { en: 'Send the same notice again', fr: 'Renvoyer la même notification' },
  'sandbox_pay.back': { en: 'Back without paying', fr: 'Revenir sans payer' },
  'sandbox_pay.return': { en: 'Back to the document', fr: 'Revenir au document' },
  'sandbox_pay.was_paid': { en: 'This payment was made.', fr: 'Ce paiement a été effectué.' },
  'sandbox_pay.was_refused': { en: 'This payment was refused.', fr: 'Ce paiement a été refusé.' },
})

/** What the buttons of the page ask for. */
export const SANDBOX_CHOICES = ['pay', 'refuse', 'again', 'repeat'] as const
export type SandboxChoice = (typeof SANDBOX_CHOICES)[number]

const BUTTONS: Record<PaymentIntent['state'], readonly SandboxChoice[]> = {
  open: ['pay', 'refuse'],
  refused: ['pay', 'refuse'],
  abandoned: ['pay', 'refuse'],
  paid: ['again', 'repeat'],
}

interface PageParts {
  intent: PaymentIntent
  documentName: string
  language: Language
  /** Where the page posts to. */
  action: string
  returnUrl: string
}

/** The sandbox gateway's hosted page. Works without scripts. */
export function sandboxPage(parts: PageParts): string {
  const { intent, documentName, language, action, returnUrl } = parts
  const text = (key: keyof typeof texts) => escapeHtml(say(key, language))
  const amount = formatMoney({ amount: intent.amount, currency: intent.currency }, language)
  const done = { paid: 'sandbox_pay.was_paid', refused: 'sandbox_pay.was_refused' } as const
  const state = intent.state === 'paid' || intent.state === 'refused' ? intent.state : null
  const buttons = BUTTONS[intent.state].map(
    (choice, index) =>
      `<button name="choice" value="${choice}"${index === 0 ? ' class="first"' : ''}>${text(`sandbox_pay.${choice}`)}</button>`,
  )
  return hostedPage({
    language,
    title: say('sandbox_pay.title', language),
    main: `<h1>${text('sandbox_pay.title')}</h1>
<p>${text('sandbox_pay.explain')}</p>
${state ? `<p role="status"><strong>${text(done[state])}</strong></p>` : ''}
<dl>
<dt>${text('sandbox_pay.document')}</dt><dd>${escapeHtml(documentName)}</dd>
<dt>${text('sandbox_pay.amount')}</dt><dd>${escapeHtml(amount)}</dd>
</dl>
<form method="post" action="${escapeHtml(action)}">
${buttons.join('\n')}
</form>
<a href="${escapeHtml(returnUrl)}">${text(intent.state === 'paid' ? 'sandbox_pay.return' : 'sandbox_pay.back')}</a>`,
  })
}
