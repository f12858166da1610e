import { accountTemplates } from '../templates/accounts.ts'

/** Links to get in, and what was asked for to be looked at. */
const AWAITED: ReadonlySet<string> = new Set([...Object.keys(accountTemplates), 'test'])

/** Whether a person sits before the screen until this mail is there. */
export const isAwaited = (template: string): boolean => AWAITED.has(template)
