/**
 * Runs what it is given, so many at a time and in the order they came: for work that comes in crowds
 * and holds connections that others need too.
 */
export function fewAtOnce(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let going = 0
  return async (work) => {
    if (going >= most) await new Promise<void>((begin) => waiting.push(begin))
    else going += 1
    try {
      return await work()
    } finally {
      // Whoever waits takes over the place.
      const next = waiting.shift()
      if (next) next()
      else going -= 1
    }
  }
}
