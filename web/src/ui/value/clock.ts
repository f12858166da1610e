import { useEffect, useState } from 'react'

let offsetMs = 0

/**
 * Takes over the installation's clock, so that "in 3 days" agrees with the server also where its
 * clock was moved. Without a value the browser's clock is used.
 */
export function setServerNow(iso: string | undefined): void {
  offsetMs = iso ? new Date(iso).getTime() - Date.now() : 0
}

/** The current moment by the installation's clock, epoch milliseconds. */
export function nowMs(): number {
  return Date.now() + offsetMs
}

/** The current moment, renewed every `everyMs` so that relative times do not stand still. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(nowMs)
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
