import dayjs from 'dayjs'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { chooseLanguage, type Language, toLanguage } from './languages.ts'
import type { Texts } from './merge-texts.ts'

const STORED_AT = 'berth-language'

const LOADERS: Record<Language, () => Promise<{ default: Texts }>> = {
  en: () => import('./texts-en.ts'),
  fr: () => import('./texts-fr.ts'),
}

/** Starts i18next with the language of this device; the profile's may follow after the login. */
export async function startI18n(): Promise<void> {
  const language = chooseLanguage({ stored: readStored(), browser: navigator.languages })
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await showLanguage(language)
}

/** Shows the application in a language and remembers it on this device. */
export async function showLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const texts = await LOADERS[language]()
    i18next.addResourceBundle(language, 'translation', texts.default)
  }
  if (language === 'fr') await import('dayjs/locale/fr')
  dayjs.locale(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem(STORED_AT, language)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** The language on screen at this moment. */
export function currentLanguage(): Language {
  return toLanguage(i18next.language) ?? 'en'
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORED_AT)
  } catch {
    return null
  }
}
