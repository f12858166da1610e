/** One field's complaint: a JSON pointer into the body (`/email`), a stable code, words. */
export interface FieldProblem {
  pointer: string
  code: string
  detail: string
}

/** An RFC 9457 problem document as the API sends it. */
export interface Problem {
  type?: string
  title: string
  status: number
  code: string
  detail?: string
  errors?: FieldProblem[]
  requestId?: string
  /** Seconds to wait, from `Retry-After`. */
  retryAfterSeconds?: number
}

/** Thrown by every call of the API that did not succeed. Status 0 means no answer came. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** What an unsuccessful response says, also when it is no problem document (a proxy's page). */
export async function problemOf(response: Response): Promise<ProblemError> {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined
  const requestId = response.headers.get('x-request-id') ?? undefined
  const base = {
    title: response.statusText,
    status: response.status,
    code: `http_${response.status}`,
  }
  try {
    const body = (await response.json()) as Partial<Problem>
    return new ProblemError({ requestId, ...base, ...body, retryAfterSeconds: retryAfter })
  } catch {
    return new ProblemError({ ...base, requestId, retryAfterSeconds: retryAfter })
  }
}

/** A failure to get any answer: the network, the server away. */
export function networkProblem(): ProblemError {
  return new ProblemError({ title: 'No answer', status: 0, code: 'network' })
}

/** The problem in anything thrown; an unknown error is a bug and is shown as one. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return { title: 'Error', status: -1, code: 'unexpected' }
}

/** Words by pointer, for the fields of a form. */
export function fieldErrors(problem: Problem | null): Record<string, string> {
  return Object.fromEntries((problem?.errors ?? []).map((error) => [error.pointer, error.detail]))
}

/** The same by top-level field name, as `@mantine/form` takes it: `/address/city` → `address.city`. */
export function formErrors(problem: Problem | null): Record<string, string> {
  return Object.fromEntries(
    (problem?.errors ?? []).map((e) => [
      e.pointer.replace(/^\//, '').replaceAll('/', '.'),
      e.detail,
    ]),
  )
}
