import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseChange } from '../src/api/live.ts'
import { fieldErrors, formErrors, ProblemError, problemOf, toProblem } from '../src/api/problem.ts'
import { landing } from '../src/features/account/landing.ts'
import { parseSearch, stringifySearch } from '../src/plain-search.ts'
import { planRoutes } from '../src/router-plan.ts'

test('the address of a page is the path of its file', () => {
  const plan = planRoutes({
    './routes/index.tsx': 1,
    './routes/login.bare.tsx': 2,
    './routes/admin/index.tsx': 3,
    './routes/admin/login.bare.tsx': 4,
    './routes/admin/services/$serviceId.tsx': 5,
    './routes/client/services/index.tsx': 6,
  })
  assert.deepEqual(
    plan.map(({ path, frame }) => `${frame} ${path}`),
    [
      'client /',
      'bare /login',
      'admin /admin',
      'bare /admin/login',
      'admin /admin/services/$serviceId',
      'client /client/services',
    ],
  )
})

test('no two pages of the application have the same address', () => {
  const files = globSync('routes/**/*.tsx', { cwd: join(import.meta.dirname, '../src') })
  const paths = planRoutes(Object.fromEntries(files.map((file) => [`./${file}`, file]))).map(
    (page) => page.path,
  )
  assert.ok(paths.includes('/admin/login'))
  assert.deepEqual(
    paths.filter((path, i) => paths.indexOf(path) !== i),
    [],
  )
})

test('after a login only a path of the own area is followed', () => {
  assert.equal(landing('staff', '/admin/services?tab=active'), '/admin/services?tab=active')
  assert.equal(landing('user', '/client/invoices'), '/client/invoices')
  assert.equal(landing('user', '/admin/services'), '/')
  assert.equal(landing('staff', '/client/invoices'), '/admin')
  for (const evil of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    undefined,
    7,
  ]) {
    assert.equal(landing('staff', evil), '/admin')
  }
})

test('only a change with a subject is taken from the stream', () => {
  assert.deepEqual(parseChange('{"type":"changed","subject":"service","id":"1"}'), {
    type: 'changed',
    subject: 'service',
    id: '1',
  })
  for (const other of ['', 'hello', '{}', '{"type":"ping"}', '{"type":"changed"}'])
    assert.equal(parseChange(other), null)
})

test('a problem document is read with its fields; anything else becomes one', async () => {
  const body = {
    title: 'Invalid',
    status: 422,
    code: 'invalid',
    errors: [{ pointer: '/address/city', code: 'x', detail: 'Missing' }],
  }
  const { problem } = await problemOf(new Response(JSON.stringify(body), { status: 422 }))
  assert.deepEqual(fieldErrors(problem), { '/address/city': 'Missing' })
  assert.deepEqual(formErrors(problem), { 'address.city': 'Missing' })
  const page = await problemOf(
    new Response('<html>', { status: 502, headers: { 'retry-after': '7' } }),
  )
  assert.equal(page.problem.code, 'http_502')
  assert.equal(page.problem.retryAfterSeconds, 7)
})

test('what is no problem is a bug and named as one', () => {
  assert.equal(toProblem(new TypeError('x')).code, 'unexpected')
  assert.equal(
    toProblem(new ProblemError({ title: 'a', status: 409, code: 'conflict' })).code,
    'conflict',
  )
})

test('search parameters stay texts, also where they look like numbers', () => {
  assert.deepEqual(parseSearch('?search=1042&cursor=true'), { search: '1042', cursor: 'true' })
  const search = { search: 'é & #1', empty: '', gone: undefined }
  assert.deepEqual(parseSearch(stringifySearch(search)), { search: 'é & #1' })
  assert.equal(stringifySearch({}), '')
  const many = { metadata: ['plan:a,b', 'eu'], status: 'active' }
  assert.deepEqual(parseSearch(stringifySearch(many)), many)
})
