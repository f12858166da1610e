import { defineTexts } from '../../platform/text.ts'

defineTexts({
  'option.label.plus': { en: '{name} (+{price})', fr: '{name} (+{price})' },
  'option.label.plus_once': { en: '{name} (+{price} once)', fr: '{name} (+{price} une fois)' },
  'option.label.plus_each': {
    en: '{name} (+{price} per {unit})',
    fr: '{name} (+{price} par {unit})',
  },
  'option.label.plus_each_once': {
    en: '{name} (+{price} per {unit}, once)',
    fr: '{name} (+{price} par {unit}, une fois)',
  },
  'option.unit': { en: 'unit', fr: 'unité' },
  'option.setup': { en: 'Set-up: {price}', fr: 'Mise en service : {price}' },
  'option.setup_each': {
    en: 'Set-up: {price} per {unit}',
    fr: 'Mise en service : {price} par {unit}',
  },
  'option.with_setup': { en: '{name}, set-up {price}', fr: '{name}, mise en service {price}' },
  'option.must_be_ticked': { en: 'This must be ticked.', fr: 'Cette case doit être cochée.' },
  'option.value': { en: '{label}: {value}', fr: '{label} : {value}' },
  'problem.priced_in_currency': {
    en: 'Options or a coupon of this service are priced in {currency}: remove them first.',
    fr: 'Des options ou un code promo de ce service ont leur prix en {currency} : retirez-les d’abord.',
  },
  'problem.option_key_twice': {
    en: 'Another option of this product has the key {key} already.',
    fr: 'Une autre option de ce produit a déjà la clé {key}.',
  },
  'problem.unknown_option': { en: 'There is no such option.', fr: 'Cette option n’existe pas.' },
  'problem.option_twice': { en: 'It is there already.', fr: 'Elle y est déjà.' },
  'problem.quantity_limits_needed': {
    en: 'A quantity needs a smallest and a largest value.',
    fr: 'Une quantité a besoin d’une valeur minimale et d’une valeur maximale.',
  },
  'problem.only_for_quantities': {
    en: 'Only a quantity has this.',
    fr: 'Seule une quantité en a besoin.',
  },
  'problem.max_below_min': {
    en: 'The largest value lies below the smallest.',
    fr: 'La valeur maximale est inférieure à la valeur minimale.',
  },
  'problem.off_the_steps': {
    en: 'The limits must be multiples of the step.',
    fr: 'Les limites doivent être des multiples du pas.',
  },
  'problem.choices_needed': {
    en: 'A choice needs at least one value.',
    fr: 'Un choix a besoin d’au moins une valeur.',
  },
  'problem.only_for_choices': {
    en: 'Only a choice has values to choose from.',
    fr: 'Seul un choix a des valeurs à choisir.',
  },
  'problem.choice_twice': {
    en: 'There is already a choice with this value.',
    fr: 'Il y a déjà un choix avec cette valeur.',
  },
  'problem.server_is_a_choice': {
    en: 'The option server_id must be a choice whose values are servers.',
    fr: 'L’option server_id doit être un choix dont les valeurs sont des serveurs.',
  },
  'problem.price_of_unknown_choice': {
    en: 'This price belongs to no value of the choice.',
    fr: 'Ce prix n’appartient à aucune valeur du choix.',
  },
  'problem.once_is_onetime': {
    en: 'What is paid once has its price in the cycle “one-time”.',
    fr: 'Ce qui est payé une fois a son prix dans la périodicité « paiement unique ».',
  },
})
