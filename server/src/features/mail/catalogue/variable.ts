import type { Language } from '../../../platform/text.ts'
import type { Facts } from '../render/template.ts'

/** A text in each language. */
export type Words = Record<Language, string>

/**
 * What a template may name. `text` is somebody's words or a date, an amount, a number in words;
 * `link` an address of ours; a `choice` one of a few values that the template tells apart.
 */
export type Variable = { means: Words } & (
  | { kind: 'text'; sample: Words; optional?: boolean }
  | { kind: 'link'; sample: string }
  | { kind: 'number'; sample: number; optional?: boolean }
  | { kind: 'flag' }
  | { kind: 'choice'; values: Readonly<Record<string, Words>> }
  | { kind: 'group'; of: Variables; optional?: boolean }
  | { kind: 'list'; of: Variables }
  | { kind: 'texts'; sample: Words }
)
export type Variables = Readonly<Record<string, Variable>>

export const text = (means: Words, sample: string | Words): Variable => ({
  kind: 'text',
  means,
  sample: typeof sample === 'string' ? { en: sample, fr: sample } : sample,
})
/** Empty when there is nothing to say. */
export const maybe = (means: Words, sample: string | Words): Variable =>
  ({ ...text(means, sample), optional: true }) as Variable
export const link = (means: Words, path: string): Variable => ({
  kind: 'link',
  means,
  sample: `https://berth.example${path}`,
})
export const number = (means: Words, sample: number): Variable => ({
  kind: 'number',
  means,
  sample,
})
export const maybeNumber = (means: Words, sample: number): Variable => ({
  kind: 'number',
  means,
  sample,
  optional: true,
})
export const flag = (means: Words): Variable => ({ kind: 'flag', means })
export const choice = (means: Words, values: Record<string, Words>): Variable => ({
  kind: 'choice',
  means,
  values,
})
export const group = (means: Words, of: Variables): Variable => ({ kind: 'group', means, of })
/** All of it is absent where it does not apply. */
export const maybeGroup = (means: Words, of: Variables): Variable => ({
  kind: 'group',
  means,
  of,
  optional: true,
})
export const list = (means: Words, of: Variables): Variable => ({ kind: 'list', means, of })
export const texts = (means: Words, sample: string | Words): Variable => ({
  kind: 'texts',
  means,
  sample: typeof sample === 'string' ? { en: sample, fr: sample } : sample,
})

/** Made-up facts in which everything has a value. */
export function sampleFacts(variables: Variables, language: Language): Facts {
  return mapped(variables, (variable) => fullest(variable, language))
}

/**
 * Made-up facts for every case that a template may tell apart: the full ones, and each variable in
 * each of its other forms while the rest is full.
 */
export function everySample(variables: Variables, language: Language): Facts[] {
  const full = sampleFacts(variables, language)
  const others = Object.entries(variables).flatMap(([name, variable]) =>
    otherForms(variable, language).map((value) => ({ ...full, [name]: value })),
  )
  const bare = mapped(
    variables,
    (variable) => otherForms(variable, language)[0] ?? fullest(variable, language),
  )
  return [full, ...others, bare]
}

function mapped(variables: Variables, value: (variable: Variable) => unknown): Facts {
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, value(variable)]),
  )
}

function fullest(variable: Variable, language: Language): unknown {
  switch (variable.kind) {
    case 'text':
      return variable.sample[language]
    case 'link':
    case 'number':
      return variable.sample
    case 'flag':
      return true
    case 'choice':
      return Object.keys(variable.values)[0]
    case 'group':
      return sampleFacts(variable.of, language)
    case 'list':
      return everySample(variable.of, language).slice(0, -1)
    case 'texts':
      return [variable.sample[language]]
  }
}

/** The barest one first. */
function otherForms(variable: Variable, language: Language): unknown[] {
  switch (variable.kind) {
    case 'text':
    case 'number':
      return variable.optional ? [null] : []
    case 'link':
      return []
    case 'flag':
      return [false]
    case 'choice':
      return Object.keys(variable.values).slice(1)
    case 'group': {
      const forms = everySample(variable.of, language).slice(1)
      return variable.optional ? [null, ...forms] : forms
    }
    case 'list':
    case 'texts':
      return [[]]
  }
}
