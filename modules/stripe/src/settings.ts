import { field } from '@berth/sdk'
import { z } from 'zod'

/** The methods that staff may narrow the page to; the rest of Stripe's come with an empty choice. */
const METHODS = ['card', 'link', 'sepa_debit', 'bacs_debit', 'us_bank_account', 'paypal'] as const

/** Where Stripe itself answers. */
const STRIPE_API = 'https://api.stripe.com'

/** How to reach one Stripe account, and how it takes money. */
export const settings = z.strictObject({
  secretKey: z
    .string()
    .trim()
    .regex(/^(sk|rk)_[A-Za-z0-9_]+$/)
    .max(300)
    .meta(
      field({
        label: { en: 'Secret key', fr: 'Clé secrète' },
        help: {
          en: 'Stripe, Developers, API keys. A restricted key needs Customers, Checkout Sessions, PaymentIntents, SetupIntents, PaymentMethods and Charges and Refunds “Write”, Webhook Endpoints “Read”.',
          fr: 'Stripe, Développeurs, Clés API. Une clé restreinte demande Customers, Checkout Sessions, PaymentIntents, SetupIntents, PaymentMethods et Charges and Refunds en « Écriture », Webhook Endpoints en « Lecture ».',
        },
        placeholder: 'rk_live_…',
        secret: true,
      }),
    ),
  webhookSecret: z
    .string()
    .trim()
    .regex(/^whsec_[A-Za-z0-9+/=_-]+$/)
    .max(300)
    .meta(
      field({
        label: { en: 'Signing secret of the webhook', fr: 'Clé de signature du webhook' },
        help: {
          en: 'Stripe, Developers, Webhooks: of the endpoint that leads here.',
          fr: 'Stripe, Développeurs, Webhooks : celle du point de terminaison qui mène ici.',
        },
        placeholder: 'whsec_…',
        secret: true,
      }),
    ),
  methods: z
    .array(
      z.enum(METHODS).meta(
        field({
          label: { en: 'Method', fr: 'Moyen de paiement' },
          options: {
            card: { en: 'Cards', fr: 'Cartes' },
            link: { en: 'Link', fr: 'Link' },
            sepa_debit: { en: 'SEPA Direct Debit', fr: 'Prélèvement SEPA' },
            bacs_debit: { en: 'Bacs Direct Debit', fr: 'Prélèvement Bacs' },
            us_bank_account: { en: 'US bank account (ACH)', fr: 'Compte bancaire US (ACH)' },
            paypal: { en: 'PayPal', fr: 'PayPal' },
          },
        }),
      ),
    )
    .max(METHODS.length)
    .default([])
    .meta(
      field({
        label: { en: 'Payment methods', fr: 'Moyens de paiement' },
        help: {
          en: 'Empty: all that are switched on at Stripe and fit the payment.',
          fr: 'Vide : tous ceux activés chez Stripe et qui conviennent au paiement.',
        },
      }),
    ),
  statementSuffix: z
    .string()
    .trim()
    .max(20)
    .regex(/^([^<>\\'"*]*[A-Za-z][^<>\\'"*]*)?$/)
    .default('')
    .meta(
      field({
        label: { en: 'On card statements', fr: 'Sur les relevés de carte' },
        help: {
          en: 'Stands behind the name that Stripe has for you; both together have 22 characters.',
          fr: 'S’ajoute au nom que Stripe a pour vous ; les deux font 22 caractères au plus.',
        },
      }),
    ),
  apiBase: z
    .url({ protocol: /^https?$/ })
    .default(STRIPE_API)
    .meta(
      field({
        label: { en: 'Address of the API', fr: 'Adresse de l’API' },
        help: {
          en: 'Stripe’s own. Another only to try things against a program that speaks like Stripe.',
          fr: 'Celle de Stripe. Une autre seulement pour essayer avec un programme qui parle comme Stripe.',
        },
        placeholder: STRIPE_API,
      }),
    ),
})
export type StripeSettings = z.output<typeof settings>
