import { defineTexts } from '../../platform/text.ts'

defineTexts({
  'coupon.line_percent': {
    en: '{line} ({code}: −{percent} %)',
    fr: '{line} ({code} : −{percent} %)',
  },
  'coupon.line_fixed': { en: '{line} (with {code})', fr: '{line} (avec {code})' },
  'coupon.lapsed': {
    en: 'The order was placed without the discount: {reason}',
    fr: 'La commande a été passée sans la remise : {reason}',
  },
  'problem.coupon_unknown': {
    en: 'There is no such coupon.',
    fr: 'Ce code promo n’existe pas.',
  },
  'problem.coupon_not_started': {
    en: 'This coupon is valid from {from}.',
    fr: 'Ce code promo est valable à partir du {from}.',
  },
  'problem.coupon_expired': {
    en: 'This coupon has expired.',
    fr: 'Ce code promo a expiré.',
  },
  'problem.coupon_used_up': {
    en: 'This coupon has been used as often as it may be.',
    fr: 'Ce code promo a été utilisé autant de fois que possible.',
  },
  'problem.coupon_used_by_you': {
    en: 'This coupon has been used by this customer already.',
    fr: 'Ce code promo a déjà été utilisé par ce client.',
  },
  'problem.coupon_other_products': {
    en: 'This coupon is for other products.',
    fr: 'Ce code promo concerne d’autres produits.',
  },
  'problem.coupon_other_currency': {
    en: 'This coupon is for another currency.',
    fr: 'Ce code promo concerne une autre devise.',
  },
  'problem.coupon_minimum': {
    en: 'This coupon needs an order of {minimum} before tax and discount.',
    fr: 'Ce code promo demande une commande d’au moins {minimum} avant taxe et remise.',
  },
  'problem.coupon_code_taken': {
    en: 'Another coupon has this code already.',
    fr: 'Un autre code promo porte déjà ce nom.',
  },
  'problem.percentage_needed': {
    en: 'A percentage above 0 is needed.',
    fr: 'Un pourcentage supérieur à 0 est attendu.',
  },
  'problem.amount_needed': {
    en: 'An amount above 0 in at least one currency is needed.',
    fr: 'Un montant supérieur à 0 est attendu dans au moins une devise.',
  },
  'problem.currency_twice': {
    en: 'There is already an amount in this currency.',
    fr: 'Il y a déjà un montant dans cette devise.',
  },
  'problem.ends_before_it_starts': {
    en: 'It would end before it starts.',
    fr: 'La fin précède le début.',
  },
  'problem.coupon_product_unknown': {
    en: 'There is no such product.',
    fr: 'Ce produit n’existe pas.',
  },
})
