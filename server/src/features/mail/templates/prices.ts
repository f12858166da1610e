import type { Template } from '../render/template.ts'

/** About the price of one service. Amounts are with tax. */
export const priceTemplates = {
  service_price_changes: {
    en: {
      subject: 'The price of {{ service }} changes on {{ fromOn }}',
      body: `
The price of your service {{ service }} changes: from {{ fromOn }} on a period ({{ cycle }}) costs {{ newPrice }} instead of {{ oldPrice }}.

What you have paid, and invoices that you have received, do not change. If you do not agree, you may cancel the service before its next period.

[[ See my service | {{ link }} ]]`,
    },
    fr: {
      subject: 'Le prix de {{ service }} change le {{ fromOn }}',
      body: `
Le prix de votre service {{ service }} change : à partir du {{ fromOn }}, une période ({{ cycle }}) coûte {{ newPrice }} au lieu de {{ oldPrice }}.

Ce que vous avez payé et les factures que vous avez reçues ne changent pas. Si vous n’êtes pas d’accord, vous pouvez résilier le service avant sa prochaine période.

[[ Voir mon service | {{ link }} ]]`,
    },
  },
  service_price_stays: {
    en: {
      subject: 'The price of {{ service }} stays as it is',
      body: `
We told you of another price for your service {{ service }}. It does not come: a period ({{ cycle }}) still costs {{ price }}.

[[ See my service | {{ link }} ]]`,
    },
    fr: {
      subject: 'Le prix de {{ service }} reste le même',
      body: `
Nous vous avions annoncé un autre prix pour votre service {{ service }}. Ce changement est abandonné : une période ({{ cycle }}) coûte toujours {{ price }}.

[[ Voir mon service | {{ link }} ]]`,
    },
  },
} satisfies Record<string, Template>
