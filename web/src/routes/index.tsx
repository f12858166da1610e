import { useUser } from '../api/session.ts'
import { ClientHome } from '../features/home/client-home.tsx'
import { ShopFront } from '../features/shop/shop-front.tsx'

/** The start page: a customer's own, the shop for everybody else. */
export default function HomePage() {
  const session = useUser()
  return session ? <ClientHome session={session} /> : <ShopFront />
}
