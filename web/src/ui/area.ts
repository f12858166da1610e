import { createContext, useContext } from 'react'

export type Area = 'admin' | 'client'

/** Which area the page is in; the pieces speak to staff or to customers accordingly. */
export const AreaContext = createContext<Area>('client')

export function useArea(): Area {
  return useContext(AreaContext)
}
