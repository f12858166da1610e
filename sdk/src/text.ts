/** The languages that every text a person sees must have. */
export type Language = 'en' | 'fr'

/** One text in every language, picked by the reader's language when it is shown. */
export type Text = Readonly<Record<Language, string>>

/**
 * A text that is the same in every language, such as a brand, a host name or what a provider said.
 *
 * @example sameText('Proxmox VE') // { en: 'Proxmox VE', fr: 'Proxmox VE' }
 */
export function sameText(words: string): Text {
  return { en: words, fr: words }
}
