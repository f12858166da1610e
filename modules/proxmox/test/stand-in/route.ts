import type { z } from 'zod'
import type { PveAnswer, PveRequest } from './answers.ts'
import type { ANSWERS, PARAMETERS } from './schemas.ts'

/** One route; its page in the API viewer is `#` and the template. */
export interface PveRoute {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** As Proxmox publishes it, without `/api2/json`. */
  readonly template: string
  readonly parameters: keyof typeof PARAMETERS
  readonly answers: keyof typeof ANSWERS
  readonly answer: (request: PveRequest) => PveAnswer
}

export const API_VIEWER = 'https://pve.proxmox.com/pve-docs/api-viewer/index.html'

export type AnswerOf<Name extends keyof typeof ANSWERS> = z.input<(typeof ANSWERS)[Name]>
