import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const endingsOf = new WeakMap()

/** Like `t.after`, in reverse order: what was begun last ends first. */
export function atEnd(t, ending) {
  const endings = endingsOf.get(t) ?? []
  if (endings.length === 0) {
    endingsOf.set(t, endings)
    t.after(async () => {
      for (const end of endings.reverse()) await end()
    })
  }
  endings.push(ending)
}

/** A folder that goes when the test ends. */
export function scratchFolder(t) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'berth-launch-')))
  atEnd(t, () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Waits until `condition` answers something truthy, and returns that. Fails only with the test. */
export async function until(condition) {
  for (;;) {
    const value = await condition()
    if (value) return value
    await sleep(20)
  }
}

export const isRoot = process.getuid?.() === 0
