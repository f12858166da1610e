import type { Variables, Words } from './variable.ts'

/** Why a mail always goes out. */
export type Duty = 'account' | 'contract' | 'money' | 'end' | 'automation' | 'staff'

/** What staff are told of a mail whose words they may change. */
export interface CatalogueEntry {
  name: Words
  /** When it is sent. */
  description: Words
  audience: 'customer' | 'staff'
  /** Why it cannot be switched off; absent where it can. */
  duty?: Duty
  /** Beside the greeting's name and the company, which every mail knows. */
  variables: Variables
}

export const words = (en: string, fr: string): Words => ({ en, fr })
