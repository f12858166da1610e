/** What the parts ask of Berth: JSON in, JSON out, anything but success is an error. */
export type Api = <T>(method: string, path: string, body?: unknown) => Promise<T>

/** Berth's staff API, with a session. */
export function apiOf(url: string, cookie: string): Api {
  return async <T>(method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/api/v1/admin/${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return (await response.json()) as T
  }
}
