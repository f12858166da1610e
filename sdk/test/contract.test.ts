import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PublishedApi, publishedApi } from '../src/testing/contract/index.ts'

/** The same small API in both dialects. */
const MACHINE = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', maxLength: 10 },
    memory: { type: 'integer', minimum: 64 },
    state: { type: 'string', enum: ['on', 'off'] },
    onboot: { type: 'boolean' },
    note: { type: 'string', nullable: true, 'x-nullable': true },
    tags: { type: 'object', additionalProperties: { type: 'string' } },
    'net[n]': { type: 'string' },
    free: { type: 'object' },
  },
}
const swagger = {
  swagger: '2.0',
  definitions: {
    Named: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
    Machine: MACHINE,
  },
  responses: {
    Gone: { description: 'gone', schema: { properties: { error: { type: 'string' } } } },
  },
  paths: {
    '/1.0/machines': {
      get: {
        parameters: [{ name: 'limit', in: 'query', type: 'integer' }],
        responses: { 200: { schema: { type: 'array', items: { $ref: '#/definitions/Machine' } } } },
      },
      post: {
        parameters: [
          { name: 'force', in: 'query', type: 'boolean', required: true },
          {
            name: 'machine',
            in: 'body',
            required: true,
            schema: { $ref: '#/definitions/Machine' },
          },
        ],
        responses: {
          201: {
            schema: { allOf: [{ $ref: '#/definitions/Named' }, { $ref: '#/definitions/Machine' }] },
          },
          404: { $ref: '#/responses/Gone' },
        },
      },
    },
    '/1.0/machines/{id}': {
      parameters: [{ name: 'id', in: 'path', type: 'integer', required: true }],
      delete: { responses: { 204: {} } },
    },
  },
}
const openapi = {
  openapi: '3.0.3',
  components: { schemas: { Machine: MACHINE } },
  paths: {
    '/machines': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/Machine' } },
            'application/x-www-form-urlencoded': {
              schema: { $ref: '#/components/schemas/Machine' },
            },
          },
        },
        responses: {
          200: {
            content: {
              'application/json': {
                schema: { oneOf: [{ type: 'string' }, { $ref: '#/components/schemas/Machine' }] },
              },
            },
          },
        },
      },
    },
  },
}
const two = publishedApi(swagger)
const three = publishedApi(openapi, { prefix: '/api2/json', zeroOneBooleans: true })

const posted = (body: unknown) =>
  two.requestDifferences({
    method: 'POST',
    path: '/1.0/machines',
    query: new URLSearchParams('force=true'),
    body,
  })

test('what is as published differs in nothing', () => {
  const body = {
    name: 'a',
    memory: 64,
    state: 'on',
    note: null,
    tags: { x: 'y' },
    net0: 'v',
    free: { any: 1 },
  }
  assert.deepEqual(posted(body), [])
})

const WRONG: readonly [string, unknown, string[]][] = [
  ['an unknown field', { name: 'a', colour: 'red' }, ['body/colour: unknown']],
  ['a missing one', {}, ['body/name: missing']],
  ['a wrong type', { name: 1 }, ['body/name: not of type string']],
  ['a text for a number', { name: 'a', memory: '64' }, ['body/memory: not of type integer']],
  ['a value that is not listed', { name: 'a', state: 'up' }, ['body/state: "up" is not listed']],
  ['null where there is none', { name: 'a', memory: null }, ['body/memory: null']],
  ['what is too long', { name: 'a'.repeat(11) }, ['body/name: longer than 10']],
  ['what is too small', { name: 'a', memory: 1 }, ['body/memory: less than 64']],
  ['a wrong value inside', { name: 'a', tags: { x: 1 } }, ['body/tags/x: not of type string']],
  ['no body', undefined, ['body: missing']],
]
for (const [what, body, said] of WRONG) {
  test(`${what} is said`, () => assert.deepEqual(posted(body), said))
}

test('paths, methods, queries and statuses that were made up are said', () => {
  const asked = (api: PublishedApi, method: string, path: string, query = '') =>
    api.requestDifferences({ method, path, query: new URLSearchParams(query) })
  assert.deepEqual(asked(two, 'GET', '/1.0/machine'), ['made up'])
  assert.deepEqual(asked(two, 'PUT', '/1.0/machines'), ['made up'])
  assert.deepEqual(asked(two, 'DELETE', '/1.0/machines/7/state'), ['made up'])
  assert.deepEqual(asked(two, 'DELETE', '/1.0/machines/7'), [])
  assert.deepEqual(asked(two, 'DELETE', '/1.0/machines/seven'), ['path id: not of type integer'])
  assert.equal(two.templateOf('delete', '/1.0/machines/7'), '/1.0/machines/{id}')
  assert.deepEqual(asked(two, 'GET', '/1.0/machines', 'limit=5'), [])
  assert.deepEqual(asked(two, 'GET', '/1.0/machines', 'limit=all&page=2'), [
    'query limit: not of type integer',
    'query page: unknown',
  ])
  assert.deepEqual(asked(two, 'POST', '/1.0/machines'), ['query force: missing', 'body: missing'])
})

test('answers are held too: by status, with references and joined schemas', () => {
  const answered = (status: number, answer: unknown) =>
    two.answerDifferences({ method: 'POST', path: '/1.0/machines', status, answer })
  assert.deepEqual(answered(201, { id: 1, name: 'a' }), [])
  assert.deepEqual(answered(201, { name: 'a', more: 1 }), [
    'answer/id: missing',
    'answer/more: unknown',
  ])
  assert.deepEqual(answered(404, { error: 5 }), ['answer/error: not of type string'])
  assert.deepEqual(answered(418, {}), ['status 418: unknown'])
})

test('an urlencoded form is text, booleans may be 0 and 1, and a prefix is cut off', () => {
  const send = (body: unknown, form: boolean) =>
    three.differences([{ method: 'POST', path: '/api2/json/machines', body, form }])
  assert.deepEqual(send({ name: 'a', memory: '512', onboot: '1' }, true), [])
  assert.deepEqual(send({ name: 'a', onboot: 1 }, false), [])
  assert.deepEqual(send({ name: 'a', memory: 'much' }, true), [
    'POST /api2/json/machines → body/memory: not of type integer',
  ])
  const answer = (body: unknown) =>
    three.answerDifferences({ method: 'POST', path: '/machines', status: 200, answer: body })
  assert.deepEqual(answer('UPID:1'), [])
  assert.deepEqual(answer({ name: 'a' }), [])
  assert.deepEqual(answer(5), ['answer: not of type string'])
  assert.deepEqual(
    three.answerDifferences({ method: 'POST', path: '/machines', status: 500, answer: {} }),
    [],
    'a document that tells of no failures says nothing about one',
  )
})

test('what is no document is refused', () => {
  assert.throws(() => publishedApi({ openapi: '3.0.0' }), /no paths/)
})
