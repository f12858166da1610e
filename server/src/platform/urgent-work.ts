import { setTimeout as sleep } from 'node:timers/promises'

/** What others of the process stand back for. */
export interface UrgentWork {
  /** Something begins; what is answered says that it is over. */
  begin(): () => void
  /** Waits until nothing urgent goes on, so long at most. */
  over(atMostMs: number): Promise<void>
}

const LOOK_MS = 50

export function urgentWork(): UrgentWork {
  let going = 0
  return {
    begin() {
      going += 1
      let isOver = false
      return () => {
        if (!isOver) going -= 1
        isOver = true
      }
    },
    async over(atMostMs) {
      for (let waitedMs = 0; going > 0 && waitedMs < atMostMs; waitedMs += LOOK_MS) {
        await sleep(LOOK_MS)
      }
    },
  }
}
