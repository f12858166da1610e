import { ADMIN, type Instance } from './instance.ts'

/** The API as somebody who is logged in uses it. */
export interface Api {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  patch<T>(path: string, body: unknown): Promise<T>
}
export type StaffApi = Api

/** Logs the owner in. */
export const staffApi = (instance: Instance): Promise<StaffApi> =>
  logInToApi(instance, { ...ADMIN, realm: 'staff' })

/** Paths begin after `/api/v1`; an unsuccessful answer is thrown. */
export async function logInToApi(
  { url }: Instance,
  who: { email: string; password: string; realm: 'staff' | 'customer' },
): Promise<Api> {
  let cookie = ''
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return (text ? JSON.parse(text) : undefined) as T
  }
  await call('POST', '/auth/login', who)
  return {
    get: (path) => call('GET', path),
    post: (path, body = {}) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
  }
}
