import { defineTexts, type Language, say, type Text, type TextParams } from './text.ts'

/** The general codes; a feature may add its own by `defineProblems`. code → status. */
const statuses: Record<string, number> = {
  bad_request: 400,
  not_logged_in: 401,
  not_allowed: 403,
  not_found: 404,
  conflict: 409,
  idempotency_conflict: 409,
  idempotency_in_progress: 409,
  too_large: 413,
  invalid: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
}

defineTexts({
  'problem.bad_request': { en: 'The request cannot be read.', fr: 'La requête est illisible.' },
  'problem.not_logged_in': { en: 'Please log in.', fr: 'Veuillez vous connecter.' },
  'problem.not_allowed': {
    en: 'You are not allowed to do this.',
    fr: 'Vous n’avez pas le droit de faire cela.',
  },
  'problem.not_found': { en: 'This does not exist.', fr: 'Cet élément n’existe pas.' },
  'problem.conflict': {
    en: 'This is not possible in the present state.',
    fr: 'Impossible dans l’état actuel.',
  },
  'problem.idempotency_conflict': {
    en: 'This Idempotency-Key was used with another request.',
    fr: 'Cette clé Idempotency-Key a servi à une autre requête.',
  },
  'problem.idempotency_in_progress': {
    en: 'The first request with this Idempotency-Key was not answered. Please look before trying again.',
    fr: 'La première requête avec cette clé n’a pas reçu de réponse. Vérifiez avant de réessayer.',
  },
  'problem.too_large': { en: 'The request is too large.', fr: 'La requête est trop volumineuse.' },
  'problem.invalid': { en: 'Please check the fields.', fr: 'Veuillez vérifier les champs.' },
  'problem.too_many_requests': {
    en: 'Too many attempts. Please wait a moment.',
    fr: 'Trop de tentatives. Veuillez patienter un instant.',
  },
  'problem.internal': {
    en: 'Something went wrong on our side.',
    fr: 'Une erreur est survenue de notre côté.',
  },
  'problem.unavailable': { en: 'Not available just now.', fr: 'Indisponible pour le moment.' },
})

export interface FieldError {
  /** JSON pointer into the request, e.g. `/price/amount`; query fields as `/query/limit`. */
  pointer: string
  code: string
  detail: string | Text | ((language: Language) => string)
}

/**
 * An answer that is not a success, thrown to leave a request and roll its transaction back.
 * The code is stable; people read the detail, in their language.
 */
export class Problem extends Error {
  readonly code: string
  readonly text: Text
  readonly errors: FieldError[]
  readonly headers: Record<string, string>

  constructor(
    code: string,
    options: {
      text?: Text
      errors?: FieldError[]
      headers?: Record<string, string>
      cause?: unknown
    } = {},
  ) {
    super(code, { cause: options.cause })
    this.code = code
    this.text = options.text ?? { key: `problem.${code}` }
    this.errors = options.errors ?? fieldOf(code, this.text)
    this.headers = options.headers ?? {}
  }

  get status(): number {
    return statuses[this.code] ?? 409
  }
}

/** code → the field that is always meant by it, as a JSON pointer. */
const pointers: Record<string, string> = {}

/**
 * A feature's codes with their status and their text in both languages. `pointer`: the field of
 * the request that the code is about, wherever it is refused.
 */
export function defineProblems(
  problems: Record<string, { status: number; pointer?: string } & Record<Language, string>>,
): void {
  for (const [code, { status, pointer, en, fr }] of Object.entries(problems)) {
    if (statuses[code] !== undefined) throw new Error(`problem defined twice: ${code}`)
    statuses[code] = status
    if (pointer !== undefined) pointers[code] = pointer
    defineTexts({ [`problem.${code}`]: { en, fr } })
  }
}

function fieldOf(code: string, detail: Text): FieldError[] {
  const pointer = pointers[code]
  return pointer === undefined ? [] : [{ pointer, code, detail }]
}

/** A refusal with the code's own text; `params` fill the text's gaps. */
export function refuse(code: string, params?: TextParams): Problem {
  return new Problem(code, { text: { key: `problem.${code}`, params } })
}

export function notFound(): Problem {
  return new Problem('not_found')
}

/** 422 naming one field by JSON pointer; the code's text is `problem.<code>`. */
export function invalidField(pointer: string, code: string, params?: TextParams): Problem {
  return new Problem('invalid', {
    errors: [{ pointer, code, detail: { key: `problem.${code}`, params } }],
  })
}

function titleOf(problem: Problem, language: Language): string {
  const title = say(`problem.${problem.code}`, language)
  return /\{\w+\}/.test(title) ? say(problem.text, language) : title
}

/** The problem document (RFC 9457) in a language. */
export function problemDocument(problem: Problem, language: Language, requestId: string) {
  return {
    type: `urn:berth:problem:${problem.code}`,
    // A title is the same for every occurrence; one that names its own facts is told by the detail.
    title: titleOf(problem, language),
    status: problem.status,
    code: problem.code,
    detail: say(problem.text, language),
    requestId,
    errors: problem.errors.map((error) => ({
      pointer: error.pointer,
      code: error.code,
      detail:
        typeof error.detail === 'function' ? error.detail(language) : say(error.detail, language),
    })),
  }
}

defineTexts({
  'problem.invalid_cursor': {
    en: 'This is not a page of this list.',
    fr: 'Page inconnue de cette liste.',
  },
  'problem.unknown_sort': {
    en: 'This list cannot be sorted by that. Possible: {allowed}.',
    fr: 'Tri impossible sur ce champ. Possibles : {allowed}.',
  },
})
