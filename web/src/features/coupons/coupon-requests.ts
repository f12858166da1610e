import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'

export type Coupon = Row<'/api/v1/admin/coupons'>
export type CouponPage = Answer<'/api/v1/admin/coupons/{id}'>

const COUPONS = '/api/v1/admin/coupons'

export const readCoupon = (id: string) =>
  read(api.GET('/api/v1/admin/coupons/{id}', { params: { path: { id } } }))

/** Makes a coupon, or changes the one that is named. */
export const saveCoupon = (id: string | null, body: unknown) =>
  id === null
    ? send<Coupon>({ method: 'POST', url: COUPONS, body })
    : send<Coupon>({ method: 'PATCH', url: `${COUPONS}/${id}`, body })
