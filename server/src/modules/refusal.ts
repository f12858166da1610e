import { z } from 'zod'
import { defineTexts, type Text, type TextParams } from '../platform/text.ts'

/** Why a package is not among the modules. */
export const REFUSAL_TEXTS = defineTexts({
  'module_refusal.not_found': {
    en: 'The package is not installed.',
    fr: 'Le paquet n’est pas installé.',
  },
  'module_refusal.no_sdk_range': {
    en: 'Its package.json does not say for which versions of @berth/sdk it was written ("peerDependencies" or "berth": { "sdk": … }).',
    fr: 'Son package.json ne dit pas pour quelles versions de @berth/sdk il a été écrit (« peerDependencies » ou « berth »: { « sdk »: … }).',
  },
  'module_refusal.bad_sdk_range': {
    en: 'Its range of versions of @berth/sdk cannot be read: {wanted}',
    fr: 'Son intervalle de versions de @berth/sdk est illisible : {wanted}',
  },
  'module_refusal.sdk_mismatch': {
    en: 'It wants @berth/sdk {wanted}, and {present} is here.',
    fr: 'Il demande @berth/sdk {wanted}, et c’est {present} qui est présent.',
  },
  'module_refusal.import_failed': {
    en: 'It cannot be loaded: {message}',
    fr: 'Il ne peut pas être chargé : {message}',
  },
  'module_refusal.import_timeout': {
    en: 'Loading it did not end within {seconds} seconds.',
    fr: 'Son chargement n’a pas abouti en {seconds} secondes.',
  },
  'module_refusal.no_default_export': {
    en: 'It has no default export.',
    fr: 'Il n’a pas d’export par défaut.',
  },
  'module_refusal.not_a_module': {
    en: 'Its default export is no delivery module: {message}',
    fr: 'Son export par défaut n’est pas un module de livraison : {message}',
  },
  'module_refusal.form_without_schema': {
    en: 'Its form {form} cannot be described as a JSON Schema: {message}',
    fr: 'Son formulaire {form} ne peut pas être décrit en JSON Schema : {message}',
  },
  'module_refusal.secret_product_settings': {
    en: 'Its product settings hold secrets: everybody who reads the catalogue would see them.',
    fr: 'Ses réglages de produit contiennent des secrets : tout lecteur du catalogue les verrait.',
  },
  'module_refusal.id_taken': {
    en: 'The type {id} belongs to {by} already.',
    fr: 'Le type {id} appartient déjà à {by}.',
  },
})

type Code = keyof typeof REFUSAL_TEXTS extends `module_refusal.${infer C}` ? C : never

/** Why a package was refused: a stable code, and the sentence. */
export interface Refusal {
  readonly code: Code
  readonly text: Text
}

export function refusal(code: Code, params: TextParams = {}): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, text: { key: `module_refusal.${code}`, params } } }
}

/** What a step of the loading comes to. */
export type Step<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

/** What was thrown, in a sentence without its stack. */
export function wordsOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error).replaceAll(/\s+/g, ' ')
  return error instanceof Error ? error.message || error.name : String(error)
}
