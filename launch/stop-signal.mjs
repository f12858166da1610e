const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const PARENT_POLL_MS = 500
const ignore = () => {}

/**
 * Collects requests to stop from the first moment on, so that one which comes while PostgreSQL
 * starts is not lost. The death of the npm that runs us, which cannot send a signal any more,
 * counts as one.
 *
 * @returns {{ isRequested: () => boolean, onRequest: (listener: (signal: string) => void) => void,
 *   request: (signal: string) => void, end: () => void }} a listener also hears of earlier requests.
 */
export function listenForStop() {
  const requests = []
  const listeners = []
  const request = (signal) => {
    requests.push(signal)
    for (const listener of listeners) listener(signal)
  }
  for (const signal of SIGNALS) process.on(signal, request)
  const parent = process.ppid
  const watch = () => {
    if (process.ppid === parent) return
    clearInterval(timer)
    request('SIGTERM')
  }
  const timer = setInterval(watch, PARENT_POLL_MS)
  timer.unref()
  if (process.env.npm_lifecycle_event === undefined) clearInterval(timer)
  return {
    isRequested: () => requests.length > 0,
    onRequest: (listener) => {
      listeners.push(listener)
      for (const signal of requests) listener(signal)
    },
    request,
    end: () => {
      clearInterval(timer)
      for (const signal of SIGNALS) {
        process.off(signal, request)
        // All is done: one more request must not turn the exit code into a death by a signal.
        process.on(signal, ignore)
      }
    },
  }
}
