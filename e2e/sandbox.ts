import type { Instance } from './instance.ts'

/** What sandbox mode lets a journey see and move without being logged in. */

/** A mail as its receiver reads it. */
export interface SandboxMail {
  id: string
  to: string
  subject: string
  html: string
  text: string
  template: string
  createdAt: string
}

/** The mails to an address, the newest first. */
export async function mailsTo({ url }: Instance, address: string): Promise<SandboxMail[]> {
  const response = await fetch(`${url}/api/v1/sandbox/mails?to=${encodeURIComponent(address)}`)
  if (!response.ok) throw new Error(`mails: ${response.status} ${await response.text()}`)
  return (await response.json()) as SandboxMail[]
}

/** Moves the clock forward; everything that falls due on the way has happened afterwards. */
export async function travelTo({ url }: Instance, to: Date): Promise<void> {
  const response = await fetch(`${url}/api/v1/sandbox/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: to.toISOString() }),
  })
  if (!response.ok) throw new Error(`clock: ${response.status} ${await response.text()}`)
}

/** What exists at the imaginary provider. */
export async function resources({
  url,
}: Instance): Promise<{ running: boolean; suspended: boolean }[]> {
  const response = await fetch(`${url}/api/v1/sandbox/provider/resources`)
  if (!response.ok) throw new Error(`resources: ${response.status} ${await response.text()}`)
  const { items } = (await response.json()) as {
    items: { running: boolean; suspended: boolean }[]
  }
  return items
}
