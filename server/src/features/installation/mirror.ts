import {
  type BigIntStats,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Mirror, Place } from './judge.ts'

const FILE = 'installation.json'

const mirrorSchema = z.object({
  installationId: z.uuid(),
  confirmations: z.int().min(0),
  epoch: z.int().min(0),
  place: z.object({ machineId: z.string().nullable(), path: z.string(), inode: z.string() }),
  /** The very file that this was written to; a file system that knows no births gives none. */
  self: z.object({ inode: z.string(), bornAt: z.string().nullable() }).optional(),
})

/** What the data folder knows of its installation; null where it knows none yet. */
export function readMirror(folder: string): Mirror | null {
  const found = readFile(join(folder, FILE))
  if (!found) return null
  const parsed = mirrorSchema.safeParse(jsonOf(found.text))
  if (!parsed.success) throw new Error(`${join(folder, FILE)} cannot be read`)
  const { self, ...mirror } = parsed.data
  const { inode, bornAt } = found.self
  const isOriginal =
    !self || (self.inode === inode && (self.bornAt === null || self.bornAt === bornAt))
  return { ...mirror, isCopied: !isOriginal }
}

type Self = NonNullable<z.infer<typeof mirrorSchema>['self']>

const selfOf = ({ ino, birthtimeNs }: BigIntStats) => ({
  inode: String(ino),
  bornAt: String(birthtimeNs),
})

function readFile(path: string): { text: string; self: ReturnType<typeof selfOf> } | null {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    return { text: readFileSync(file, 'utf8'), self: selfOf(fstatSync(file, { bigint: true })) }
  } finally {
    closeSync(file)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * Replaces the mirror in one step: a crash leaves the old or the new one, never a half. It says
 * which file it is, so that one that was put back from a copy of the folder is known as such.
 */
export async function writeMirror(folder: string, mirror: Mirror): Promise<void> {
  await mkdir(folder, { recursive: true })
  const { inode, bornAt } = await replaceMirror(folder, mirror, true)
  const now = selfOf(await stat(join(folder, FILE), { bigint: true }))
  // Where births are not kept, their moment moves with every change of the file.
  const isMoved = now.inode === inode && now.bornAt !== bornAt
  if (isMoved) await replaceMirror(folder, mirror, false)
}

async function replaceMirror(folder: string, mirror: Mirror, tellsBirth: boolean): Promise<Self> {
  const { installationId, confirmations, epoch, place } = mirror
  const half = join(folder, `.${FILE}.${process.pid}`)
  try {
    const file = await open(half, 'w', 0o600)
    try {
      const { inode, bornAt } = selfOf(await file.stat({ bigint: true }))
      const self: Self = { inode, bornAt: tellsBirth ? bornAt : null }
      const said = { installationId, confirmations, epoch, place, self }
      await file.writeFile(`${JSON.stringify(said, null, 2)}\n`)
      await file.sync()
      await rename(half, join(folder, FILE))
      return self
    } finally {
      await file.close()
    }
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}

/**
 * Where the data folder really is. A copy has another path or inode, a folder that came to another
 * machine another machine id; a container on a kept volume finds all of them as they were.
 */
export function placeOf(folder: string): Place {
  mkdirSync(folder, { recursive: true })
  const path = realpathSync(folder)
  return { path, inode: String(statSync(path, { bigint: true }).ino), machineId: machineId() }
}

const MACHINE_ID = '/etc/machine-id'

function machineId(): string | null {
  try {
    const id = readFileSync(MACHINE_ID, 'utf8').trim()
    return /^[0-9a-f]{32}$/.test(id) ? id : null
  } catch {
    return null
  }
}
