import { defineProblems, type FieldError } from '../../platform/problem.ts'
import { defineTexts, type TextParams } from '../../platform/text.ts'

defineProblems({
  product_archived: {
    status: 409,
    en: 'The product is archived.',
    fr: 'Le produit est archivé.',
  },
  product_not_archived: {
    status: 409,
    en: 'The product is not archived.',
    fr: 'Le produit n’est pas archivé.',
  },
})

defineTexts({
  'problem.unknown_product': {
    en: 'This product is not for sale.',
    fr: 'Ce produit n’est pas en vente.',
  },
  'problem.no_price_for_cycle': {
    en: 'The product has no price for this cycle in {currency}.',
    fr: 'Le produit n’a pas de prix en {currency} pour cette périodicité.',
  },
  'problem.out_of_stock': {
    en: 'Not enough of it is left in stock.',
    fr: 'Le stock restant ne suffit pas.',
  },
  'problem.slug_taken': {
    en: 'Another group has this address already.',
    fr: 'Un autre groupe a déjà cette adresse.',
  },
  'problem.unknown_group': { en: 'There is no such group.', fr: 'Ce groupe n’existe pas.' },
  'problem.unknown_type': {
    en: 'No module is installed for this type.',
    fr: 'Aucun module n’est installé pour ce type.',
  },
  'problem.unknown_server_group': {
    en: 'There is no such server group.',
    fr: 'Ce groupe de serveurs n’existe pas.',
  },
  'problem.server_group_needed': {
    en: 'This type needs servers: choose a server group.',
    fr: 'Ce type a besoin de serveurs : choisissez un groupe de serveurs.',
  },
  'problem.server_group_useless': {
    en: 'This type has no server.',
    fr: 'Ce type n’a pas de serveur.',
  },
  'problem.currency_not_used': {
    en: 'Your company does not invoice in this currency. Possible: {allowed}.',
    fr: 'Votre entreprise ne facture pas dans cette devise. Possibles : {allowed}.',
  },
  'problem.currencies_differ': {
    en: 'Price and set-up fee must be in one currency.',
    fr: 'Le prix et les frais de mise en service doivent être dans la même devise.',
  },
  'problem.price_twice': {
    en: 'There is already a price for this cycle and currency.',
    fr: 'Il y a déjà un prix pour ce cycle et cette devise.',
  },
  'problem.free_costs_nothing': {
    en: 'The cycle “free” has the price 0.',
    fr: 'Le cycle « gratuit » a un prix de 0.',
  },
  'problem.not_a_count': {
    en: 'A whole number from 0 is needed.',
    fr: 'Un nombre entier à partir de 0 est attendu.',
  },
  'problem.not_true_or_false': {
    en: 'Either true or false is needed.',
    fr: 'La valeur attendue est true ou false.',
  },
  'product.leaves_the_shop': {
    en: 'The product leaves the shop; its services stay as they are.',
    fr: 'Le produit quitte la boutique ; ses services restent tels quels.',
  },
  'product.returns_to_the_shop': {
    en: 'The product can be ordered again, as its visibility says.',
    fr: 'Le produit peut de nouveau être commandé, selon sa visibilité.',
  },
})

/** One wrong field, with the code's text. */
export function fieldError(pointer: string, code: string, params?: TextParams): FieldError {
  return { pointer, code, detail: { key: `problem.${code}`, params } }
}
