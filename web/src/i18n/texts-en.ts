import { mergeTexts, type Texts } from './merge-texts.ts'

/** All texts in English; a chunk of its own, loaded when the language is chosen. */
export default mergeTexts({
  ...import.meta.glob<Texts>('../ui/locales/en.json', { eager: true, import: 'default' }),
  ...import.meta.glob<Texts>('../features/*/locales/en.json', { eager: true, import: 'default' }),
})
