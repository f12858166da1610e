import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { z } from 'zod'
import { type Behaviour, behaviourSchema, OBLIGING } from './behaviour.ts'
import { journalOf, openJournal, readJournal } from './journal.ts'
import { resourceSchema, type SandboxCall, type SandboxResource } from './records.ts'

const callSchema = z.custom<SandboxCall>((value) => typeof value === 'object' && value !== null)

const savedSchema = z.object({
  serial: z.int(),
  resources: z.array(resourceSchema),
  behaviour: behaviourSchema,
  calls: z.array(callSchema),
  /** Which journal continues it. */
  generation: z.int().default(0),
})

/** What one request changed, as it stands afterwards: read twice it is as good as once. */
const lineSchema = z.object({
  serial: z.int(),
  resources: z.array(resourceSchema),
  gone: z.array(z.string()),
  behaviour: behaviourSchema,
  call: callSchema,
})

/** How many calls are remembered; older ones are forgotten. */
const CALLS_KEPT = 2000
/** A journal of so many lines becomes a snapshot. */
const LINES_KEPT = 5000

/** The provider's memory. Every change is on disk before it is answered, when there is a file. */
export interface ProviderState {
  readonly resources: Map<string, SandboxResource>
  behaviour: Behaviour
  calls: SandboxCall[]
  /** The next number; never given twice. */
  nextSerial(): number
  /** Writes everything. Survives a kill at any moment: the old file or the new one. */
  save(): void
  /** Notes a call with what it changed; resolves when both are on disk. */
  note(call: SandboxCall): Promise<void>
}

/** A map that knows what was written since it was last asked. */
class NotingMap<V> extends Map<string, V> {
  readonly touched = new Set<string>()

  override set(key: string, value: V): this {
    this.touched.add(key)
    return super.set(key, value)
  }

  override delete(key: string): boolean {
    this.touched.add(key)
    return super.delete(key)
  }
}

/** Opens the memory: from the file if it exists, else empty. Without a path it lives in the process. */
export function openState(statePath: string | null): ProviderState {
  const saved = statePath === null ? null : load(statePath)
  const resources = new NotingMap<SandboxResource>()
  for (const resource of saved?.resources ?? []) resources.set(resource.id, resource)
  resources.touched.clear()
  let serial = saved?.serial ?? 0
  let generation = saved?.generation ?? 0
  const journal = statePath === null ? null : openJournal(journalOf(statePath, generation))
  const state: ProviderState = {
    resources,
    behaviour: saved?.behaviour ?? OBLIGING,
    calls: saved?.calls ?? [],
    nextSerial: () => ++serial,
    save() {
      state.calls = state.calls.slice(-CALLS_KEPT)
      resources.touched.clear()
      if (statePath === null) return
      const { behaviour, calls } = state
      generation += 1
      const all = [...resources.values()]
      write(statePath, JSON.stringify({ serial, resources: all, behaviour, calls, generation }))
      journal?.follow(journalOf(statePath, generation))
    },
    async note(call) {
      state.calls.push(call)
      const touched = [...resources.touched]
      resources.touched.clear()
      if (state.calls.length > 2 * CALLS_KEPT) state.calls = state.calls.slice(-CALLS_KEPT)
      if (!journal) return
      if (journal.lines() >= LINES_KEPT) return state.save()
      const line: z.input<typeof lineSchema> = {
        serial,
        resources: touched.flatMap((id) => resources.get(id) ?? []),
        gone: touched.filter((id) => !resources.has(id)),
        behaviour: state.behaviour,
        call,
      }
      await journal.append(JSON.stringify(line))
    },
  }
  // A journal may end in a line that was cut off: nothing is written behind it.
  if (saved?.isContinued) state.save()
  return state
}

function load(path: string) {
  const snapshot = loadSnapshot(path)
  const lines = readJournal(journalOf(path, snapshot?.generation ?? 0)).map((line) =>
    lineSchema.parse(line),
  )
  const last = lines.at(-1)
  if (!last) return snapshot && { ...snapshot, isContinued: false }
  const resources = new Map(snapshot?.resources.map((resource) => [resource.id, resource]))
  for (const line of lines) {
    for (const resource of line.resources) resources.set(resource.id, resource)
    for (const id of line.gone) resources.delete(id)
  }
  return {
    serial: last.serial,
    resources: [...resources.values()],
    behaviour: last.behaviour,
    calls: [...(snapshot?.calls ?? []), ...lines.map(({ call }) => call)].slice(-CALLS_KEPT),
    generation: snapshot?.generation ?? 0,
    isContinued: true,
  }
}

function loadSnapshot(path: string) {
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
