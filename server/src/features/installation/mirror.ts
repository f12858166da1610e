import { mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Mirror, Place } from './judge.ts'

const FILE = 'installation.json'

const mirrorSchema = z.object({
  installationId: z.uuid(),
  confirmations: z.int().min(0),
  epoch: z.int().min(0),
  place: z.object({ machineId: z.string().nullable(), path: z.string(), inode: z.string() }),
})

/** What the data folder knows of its installation; null where it knows none yet. */
export function readMirror(folder: string): Mirror | null {
  let text: string
  try {
    text = readFileSync(join(folder, FILE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const parsed = mirrorSchema.safeParse(jsonOf(text))
  if (!parsed.success) throw new Error(`${join(folder, FILE)} cannot be read`)
  return parsed.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Replaces the mirror in one step: a crash leaves the old or the new one, never a half. */
export async function writeMirror(folder: string, mirror: Mirror): Promise<void> {
  await mkdir(folder, { recursive: true })
  const half = join(folder, `.${FILE}.${process.pid}`)
  try {
    const file = await open(half, 'w', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(mirror, null, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(half, join(folder, FILE))
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
