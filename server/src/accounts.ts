import type { AccountRealms } from './features/auth/accounts.ts'
import { userAccounts } from './features/customers/accounts.ts'
import { staffAccounts } from './features/staff/accounts.ts'

/** Who can log in: where the features that own accounts meet the one that lets them in. */
export const accounts: AccountRealms = { staff: staffAccounts, customer: userAccounts }
