/** An instant as the browser's date-time input takes it, in the reader's own zone. */
export function toLocalInput(iso: string): string {
  if (!iso) return ''
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The other way round; nothing typed is undefined. */
export function fromLocalInput(local: string): string | undefined {
  return local ? new Date(local).toISOString() : undefined
}
