import type { Instant } from '../../../domain/instant.ts'
import { formatMoney } from '../../../domain/money.ts'
import { type Language, sayDay } from '../../../platform/text.ts'

/** Values as people of a language read them, days in the business zone. */
export interface Words {
  language: Language
  money(amount: bigint, currency: string): string
  day(at: Instant): string
  day(at: Instant | null): string | null
  /** A day with its hour, for what happens at a certain hour. */
  moment(at: Instant): string
}

export function wordsIn(language: Language, zone: string): Words {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  function day(at: Instant): string
  function day(at: Instant | null): string | null
  function day(at: Instant | null): string | null {
    return at === null ? null : sayDay(at, zone, language)
  }
  return {
    language,
    day,
    money: (amount, currency) => formatMoney({ amount, currency }, language),
    // Made when needed: few mails name an hour, and a format takes longer than the rest of a mail.
    moment: (at) =>
      new Intl.DateTimeFormat(locale, {
        dateStyle: 'long',
        timeStyle: 'short',
        timeZone: zone,
      }).format(at),
  }
}
