import type { ServerConfig } from '../delivery.ts'

/** What goes wrong at the provider's side of the wire; each arms the next call that fits. */
export interface TargetFaults {
  /** The next change is done and its answer lost. */
  loseAnswer(): Promise<void>
  /** The next change is done and half of its answer arrives. */
  halveAnswer(): Promise<void>
  /** Every call is refused with this status until `clear`. */
  refuseAll(status: 401 | 429 | 500, retryAfterSeconds?: number): Promise<void>
  /**
   * The protocol has no way of saying when to come back: 429 is then a refusal that is `transient`.
   */
  readonly hasNoRetryAfter?: true
  /** No call is answered until `clear`. */
  hangAll(): Promise<void>
  clear(): Promise<void>
}

/**
 * Where a module is tried: a real server, or a stand-in that speaks the provider's protocol with
 * state. Everything here looks at the provider directly, never through the module.
 */
export interface ConformanceTarget {
  /** With settings that `serverSettings` accepts. */
  readonly server: ServerConfig
  /** A valid product and a second one to change to. */
  readonly product: Record<string, unknown>
  readonly otherProduct?: Record<string, unknown>
  /** A valid order form. */
  readonly orderData: Record<string, unknown>
  /** How many resources there carry the key. */
  countByKey(key: string): Promise<number>
  /** Makes something that is not ours and is in the way of creating `key`; answers how to undo it. */
  obstruct?(key: string): Promise<() => Promise<void>>
  /** Makes so many resources that are not ours, for the listing. */
  fill?(count: number): Promise<void>
  /** How many to fill with; default 1000. */
  readonly fillCount?: number
  /** Makes a resource without a key and answers its remote id, for adoption. */
  makeOrphan?(): Promise<string>
  /**
   * Takes one permission away from the credentials; answers how the provider names it, and how to
   * give it back.
   */
  withhold?(): Promise<{ readonly named: string; restore(): Promise<void> }>
  /** Absent where the target cannot misbehave. */
  readonly faults?: TargetFaults
  /** Input for the panel's actions that have a form, where `{}` will not do. */
  readonly actionInputs?: Readonly<Record<string, Record<string, unknown>>>
  /** Limit of one request in the kit's context; default 15 000. */
  readonly fetchTimeoutMs?: number
  /**
   * How long the kit waits at most before it asks again for work that goes on, in milliseconds;
   * default 2000. Next to nothing where the time of a stand-in is not ours.
   */
  readonly followMs?: number
  /** How long the module may take to end after it was aborted; default 5000. */
  readonly obeyMs?: number
  /** Removes everything the run made and stops. */
  close(): Promise<void>
}
