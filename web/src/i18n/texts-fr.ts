import { mergeTexts, type Texts } from './merge-texts.ts'

/** All texts in French; a chunk of its own, loaded when the language is chosen. */
export default mergeTexts({
  ...import.meta.glob<Texts>('../ui/locales/fr.json', { eager: true, import: 'default' }),
  ...import.meta.glob<Texts>('../features/*/locales/fr.json', { eager: true, import: 'default' }),
})
