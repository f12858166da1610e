import type { ProxmoxService } from './forms.ts'

/*
 * A guest's notes, which staff read and may add to: our lines on service and addresses are
 * replaced, the rest stays. The service's name stands here because it may hold anything, while a guest's own
 * name must be a host name and is what cloud-init knows it by.
 */

const OURS = /^Berth (service|addresses)\b/

/** The notes with our lines as they are to be. */
export function notesWith(
  before: string,
  service: Pick<ProxmoxService, 'number' | 'name'>,
  more: readonly string[] = [],
): string {
  const others = before.split(/\r?\n/).filter((line) => !OURS.test(line))
  while (others.length > 0 && others.at(-1)?.trim() === '') others.pop()
  const first = `Berth service ${service.number}: ${service.name}`
  return [first, ...more, ...others].join('\n')
}

/** The line that says which rebuilding made a guest. */
export const rebuiltLine = (operationId: string) => `Berth rebuilt by ${operationId}`

/** Whether that rebuilding made it already. */
export function wasRebuiltBy(description: string, operationId: string): boolean {
  return description.split(/\r?\n/).includes(rebuiltLine(operationId))
}
