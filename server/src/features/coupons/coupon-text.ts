import type { ServiceDiscount } from '../../domain/service-option.ts'
import { type Language, say } from '../../platform/text.ts'

/** What a line or a screen says of a coupon. */
export type NamedDiscount = Pick<ServiceDiscount, 'code' | 'kind' | 'basisPoints'>

/** A line's label with the coupon whose discount is in its price. */
export function withCoupon(
  line: string,
  discount: NamedDiscount | null,
  language: Language,
): string {
  if (!discount) return line
  const { code, kind, basisPoints } = discount
  const percent = new Intl.NumberFormat(language).format(basisPoints / 100)
  return say({ key: `coupon.line_${kind}`, params: { line, code, percent } }, language)
}
