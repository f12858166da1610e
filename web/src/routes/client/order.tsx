import { Navigate } from '@tanstack/react-router'

/** The address that mails give for "order again". */
export default function OrderAgainPage() {
  return <Navigate to="/shop" replace />
}
