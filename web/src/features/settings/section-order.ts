const KNOWN_ORDER = [
  'business',
  'invoicing',
  'services',
  'brake',
  'notifications',
  'operations',
  'reconciliation',
  'mail',
  'accounts',
]

/** Ours first, in an order that makes sense; then what else there is. */
export function inOrder(sections: readonly string[]): string[] {
  return [
    ...KNOWN_ORDER.filter((section) => sections.includes(section)),
    ...sections.filter((section) => !KNOWN_ORDER.includes(section)),
  ]
}
