import { statSync } from 'node:fs'

/**
 * A text that tells a folder from every copy of it, also after it was renamed. What a process notes
 * in a folder carries it: copied with the folder, the note says nothing of the copy.
 */
export function folderIdentity(path) {
  const { dev, ino } = statSync(path, { bigint: true })
  return `${dev}:${ino}`
}
