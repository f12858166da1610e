import { EventEmitter } from 'node:events'

/**
 * Watches over the socket of the bus's client. The client reads it in an event handler that throws
 * when an answer is cut in the middle, which would end the whole process, and does not tell its
 * callers when the connection ends. Both are told to `onBroken` here.
 *
 * Returns a function that closes the socket without waiting for the other side.
 */
export function guardStream(bus: object, onBroken: (error: Error) => void): () => void {
  const connection: unknown = Reflect.get(bus, '_connection')
  if (!(connection instanceof EventEmitter)) return () => undefined
  connection.on('end', () => onBroken(new Error('The bus closed the connection')))
  let stream: unknown
  let closed = false
  // The client sets it as soon as it has an address, before it listens to it.
  Object.defineProperty(connection, 'stream', {
    configurable: true,
    get: () => stream,
    set(value: unknown) {
      stream = value
      if (value instanceof EventEmitter) guardEvents(value, onBroken)
      if (closed) destroy(value)
    },
  })
  return () => {
    closed = true
    destroy(stream)
  }
}

function guardEvents(stream: EventEmitter, onBroken: (error: Error) => void): void {
  const emit = stream.emit.bind(stream)
  stream.emit = (...event: Parameters<EventEmitter['emit']>) => {
    try {
      return emit(...event)
    } catch (error) {
      onBroken(error instanceof Error ? error : new Error(String(error)))
      destroy(stream)
      return true
    }
  }
}

function destroy(stream: unknown): void {
  if (typeof stream !== 'object' || stream === null || !('destroy' in stream)) return
  if (typeof stream.destroy === 'function') stream.destroy()
}
