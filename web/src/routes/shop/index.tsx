import { ShopFront } from '../../features/shop/shop-front.tsx'

/** The shop, for customers and visitors. */
export default ShopFront
