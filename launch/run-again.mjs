import { watchSources } from './watch-sources.mjs'

/**
 * Runs a program again whenever sources below the folders change, until a stop is asked for. One
 * that ended by itself, of a typing error for example, is begun again with the next change.
 *
 * @param {{ begin: () => { ended: Promise<number>, end: () => void }, folders: string[],
 *   stop: object, log: (line: string) => void }} options `begin` is `runProgram` of something.
 * @returns {Promise<number>} the exit code of the last run.
 */
export async function runAgain({ begin, folders, stop, log }) {
  const signals = { changed: () => {} }
  const watching = watchSources(folders, () => signals.changed())
  const stopped = new Promise((resolve) => stop.onRequest(() => resolve('stopped')))
  try {
    for (;;) {
      const changed = new Promise((resolve) => {
        signals.changed = () => resolve('changed')
      })
      const program = begin()
      const first = await Promise.race([stopped, changed, program.ended])
      if (first === 'stopped') return await program.ended
      if (first === 'changed') {
        program.end()
        await program.ended
      } else {
        log('the server has ended; it starts again with the next change')
        if ((await Promise.race([stopped, changed])) === 'stopped') return first
      }
      log('sources changed; starting the server again')
    }
  } finally {
    watching.close()
  }
}
