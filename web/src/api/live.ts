import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** A message of the live stream: this subject changed, look again. */
export interface LiveChange {
  type: 'changed'
  subject: string
  id?: string
}

/** Changes within this time are answered by one round of queries. */
const COLLECT_MS = 250

/**
 * Keeps what is on screen fresh: listens to the area's server-sent events and refetches every
 * active query whose key begins with a changed subject. After a lost connection everything active
 * is refetched, since messages may have been missed.
 */
export function useLiveChanges(area: 'admin' | 'client', enabled: boolean): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (!enabled) return
    const stream = new EventSource(`/api/v1/${area}/stream`)
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    let wasLost = false
    const flush = () => {
      timer = undefined
      for (const subject of changed) void queries.invalidateQueries({ queryKey: [subject] })
      changed.clear()
    }
    const collect = (message: MessageEvent<string>) => {
      const change = parseChange(message.data)
      if (!change) return
      changed.add(change.subject)
      timer ??= setTimeout(flush, COLLECT_MS)
    }
    stream.addEventListener('message', collect)
    stream.addEventListener('changed', collect as EventListener)
    stream.addEventListener('error', () => {
      wasLost = true
    })
    stream.addEventListener('open', () => {
      if (wasLost) void queries.invalidateQueries({ predicate: (query) => query.isActive() })
      wasLost = false
    })
    return () => {
      clearTimeout(timer)
      stream.close()
    }
  }, [area, enabled, queries])
}

/** A message's change; null for anything else that may come down the stream. */
export function parseChange(data: string): LiveChange | null {
  try {
    const message = JSON.parse(data) as Partial<LiveChange>
    return message.type === 'changed' && message.subject
      ? { type: 'changed', subject: message.subject, id: message.id }
      : null
  } catch {
    return null
  }
}
