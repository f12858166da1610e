import { formatMoney } from '../../domain/money.ts'
import { defineTexts, type Language, say } from '../../platform/text.ts'
import type { PaymentIntent } from './intents.ts'

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

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f1f3f5;color:#212529}
main{max-width:26rem;margin:10vh auto;padding:2rem;background:#fff;border-radius:8px;
box-shadow:0 1px 4px #0003}h1{font-size:1.25rem;margin-top:0}dl{display:grid;
grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{color:#495057}dd{margin:0;text-align:right;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere}button{font:inherit;width:100%;
padding:.6rem;margin-top:.75rem;border:1px solid #1864ab;border-radius:6px;background:#fff;
color:#1864ab;cursor:pointer}button.first{background:#1864ab;color:#fff}
:focus-visible{outline:3px solid #74c0fc}a{display:block;margin-top:1.25rem;color:#1864ab}
@media(prefers-color-scheme:dark){body{background:#1a1b1e;color:#e9ecef}main{background:#25262b}
dt{color:#adb5bd}a{color:#74c0fc}button{background:#25262b;color:#74c0fc;border-color:#74c0fc}
button.first{background:#74c0fc;color:#1a1b1e}}`

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
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${text('sandbox_pay.title')}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${text('sandbox_pay.title')}</h1>
<p>${text('sandbox_pay.explain')}</p>
${state ? `<p role="status"><strong>${text(done[state])}</strong></p>` : ''}
<dl>
<dt>${text('sandbox_pay.document')}</dt><dd>${escapeHtml(documentName)}</dd>
<dt>${text('sandbox_pay.amount')}</dt><dd>${escapeHtml(amount)}</dd>
</dl>
<form method="post" action="${escapeHtml(action)}">
${buttons.join('\n')}
</form>
<a href="${escapeHtml(returnUrl)}">${text(intent.state === 'paid' ? 'sandbox_pay.return' : 'sandbox_pay.back')}</a>
</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  const signs: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)
}
