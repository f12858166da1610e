import { existsSync, readdirSync, watch } from 'node:fs'
import { join } from 'node:path'

const SKIPPED = new Set(['node_modules', 'dist', '.cache'])
const IS_SOURCE = /\.(ts|mjs|json|sql)$/
/** An editor that saves writes more than once. */
const QUIET_MS = 150

function* foldersBelow(folder) {
  yield folder
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !SKIPPED.has(entry.name))
      yield* foldersBelow(join(folder, entry.name))
  }
}

/**
 * Calls `onChange` when sources below the folders changed, once for what is saved together. Folders
 * are watched, not files: most editors replace a file when they save it, and `node --watch` loses
 * sight of a replaced file.
 *
 * @returns {{ close: () => void }}
 */
export function watchSources(folders, onChange) {
  const watchers = new Map()
  let timer
  const look = (folder) => {
    for (const path of foldersBelow(folder)) {
      if (watchers.has(path)) continue
      const watcher = watch(path, (_event, name) => onEvent(path, name ?? ''))
      watcher.on('error', () => watcher.close())
      watcher.on('close', () => watchers.delete(path))
      watchers.set(path, watcher)
    }
  }
  const onEvent = (folder, name) => {
    if (!existsSync(folder)) watchers.get(folder)?.close()
    else if (!IS_SOURCE.test(name)) return look(folder)
    clearTimeout(timer)
    timer = setTimeout(onChange, QUIET_MS)
  }
  for (const folder of folders) look(folder)
  return {
    close() {
      clearTimeout(timer)
      for (const watcher of watchers.values()) watcher.close()
    },
  }
}
