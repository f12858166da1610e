import { Agent, get } from 'node:http'

/** Something that is asked again and again. */
export interface Target {
  url: string
  headers?: Record<string, string>
}

/** What one round of asking came to. */
export interface Round {
  perSecond: number
  /** Per answer, in milliseconds. */
  latencies: number[]
}

/** The body of one answer; anything but 200 is an error. */
export function ask({ url, headers = {} }: Target, agent?: Agent): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, ...(agent ? { agent } : {}) }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const body = Buffer.concat(parts)
        if (response.statusCode === 200) resolve(body)
        else reject(new Error(`${url} answered ${response.statusCode}: ${body.subarray(0, 300)}`))
      })
    })
    request.on('error', reject)
  })
}

/** Asks over some connections at once for some seconds. */
export async function hammer(target: Target, connections: number, seconds: number): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies: number[] = []
  const startedAt = performance.now()
  const until = startedAt + seconds * 1000
  const connection = async () => {
    for (let at = performance.now(); at < until; at = performance.now()) {
      await ask(target, agent)
      latencies.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  const perSecond = (latencies.length * 1000) / (performance.now() - startedAt)
  agent.destroy()
  return { perSecond, latencies }
}

/** The two must answer the same bytes, else their times say nothing about each other. */
export async function assertSame(target: Target, limit: Target): Promise<void> {
  const [ours, bare] = await Promise.all([ask(target), ask(limit)])
  if (ours.equals(bare)) return
  const at = ours.findIndex((byte, index) => byte !== bare[index])
  const excerpt = (body: Buffer) => body.subarray(Math.max(0, at - 60), at + 60).toString()
  const [own, other] = [excerpt(ours), excerpt(bare)]
  throw new Error(`${target.url} and ${limit.url} differ:\n${own}\n${other}`)
}
