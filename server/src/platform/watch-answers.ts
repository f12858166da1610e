import type { Server, ServerResponse } from 'node:http'

/** How long answers that are under way may take once the process is to end. */
const GRACE_MS = 5_000

/**
 * Notes which requests of a server are being answered. `settled` resolves when none is, or when
 * the grace is over: connections that are only kept open say nothing, and browsers keep many.
 */
export function watchAnswers(server: Server): { settled(): Promise<void> } {
  const open = new Set<ServerResponse>()
  let onSettled = () => {}
  server.on('request', (_request, response: ServerResponse) => {
    open.add(response)
    response.once('close', () => {
      open.delete(response)
      if (open.size === 0) onSettled()
    })
  })
  return {
    async settled() {
      if (open.size === 0) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, GRACE_MS)
        onSettled = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
  }
}
