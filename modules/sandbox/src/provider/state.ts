import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { z } from 'zod'
import { type Behaviour, behaviourSchema, OBLIGING } from './behaviour.ts'
import { resourceSchema, type SandboxCall, type SandboxResource } from './records.ts'

const savedSchema = z.object({
  serial: z.int(),
  resources: z.array(resourceSchema),
  behaviour: behaviourSchema,
  calls: z.array(z.custom<SandboxCall>((value) => typeof value === 'object' && value !== null)),
})

/** How many calls are remembered; older ones are forgotten. */
const CALLS_KEPT = 2000

/** The provider's memory. Every change is on disk before it is answered, when there is a file. */
export interface ProviderState {
  readonly resources: Map<string, SandboxResource>
  behaviour: Behaviour
  calls: SandboxCall[]
  /** The next number; never given twice. */
  nextSerial(): number
  /** Writes what changed. Survives a kill at any moment: the old file or the new one. */
  save(): void
}

/** Opens the memory: from the file if it exists, else empty. Without a path it lives in the process. */
export function openState(statePath: string | null): ProviderState {
  const saved = statePath === null ? null : load(statePath)
  let serial = saved?.serial ?? 0
  const state: ProviderState = {
    resources: new Map(saved?.resources.map((resource) => [resource.id, resource])),
    behaviour: saved?.behaviour ?? OBLIGING,
    calls: saved?.calls ?? [],
    nextSerial: () => ++serial,
    save() {
      state.calls = state.calls.slice(-CALLS_KEPT)
      if (statePath === null) return
      const { behaviour, calls } = state
      const resources = [...state.resources.values()]
      write(statePath, JSON.stringify({ serial, resources, behaviour, calls }))
    },
  }
  return state
}

function load(path: string) {
  try {
    return savedSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function write(path: string, text: string): void {
  const draft = `${path}.draft`
  const file = openSync(draft, 'w')
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  renameSync(draft, path)
}
