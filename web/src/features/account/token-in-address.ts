import { useSearch } from '@tanstack/react-router'

/** The one-time token of a mailed link; empty when the address has none. */
export function useAddressToken(): string {
  const { token } = useSearch({ strict: false }) as { token?: unknown }
  return typeof token === 'string' ? token : ''
}
