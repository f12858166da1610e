/** What of a service says that nothing is charged for it. */
export const AUTO_PAY_OFF = {
  autoPay: false,
  autoPayAt: null,
  autoPayMethodId: null,
  autoPayCredit: false,
} as const
