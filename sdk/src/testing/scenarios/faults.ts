import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServiceInput } from '../../delivery.ts'
import type { ModuleError, Result } from '../../result.ts'
import { errorOf, type Trial, value } from '../trial.ts'
import { expectState, needsFaults, observed, type Scenario, whileFaulty } from './scenario.ts'

const MOST_TRIES = 60
const BETWEEN_TRIES_MS = 500

/** Lost once, asked again: there is one, and it is known. */
async function lostThenRetried(trial: Trial, arm: 'loseAnswer' | 'halveAnswer') {
  const { call, target } = trial
  const service = trial.service()
  const first = await whileFaulty(
    trial,
    (faults) => faults[arm](),
    () => call.create(service),
  )
  if (!first.ok) assert.equal(first.error.lost, true, 'the work may have been done: say lost')
  const resource = value(await createdWhenReady(trial, service))
  assert.equal(await target.countByKey(service.key), 1)
  assert.equal((await observed(trial, service)).remoteId, resource.remoteId)
  value(await call.terminate({ ...service, resource }))
}

/** A provider that is still at the lost work may say so; then it is asked again, as in earnest. */
async function createdWhenReady({ call }: Trial, service: ServiceInput) {
  for (let tries = 1; ; tries++) {
    const answer = await call.create(service)
    const isBusy = !answer.ok && answer.error.code === 'transient' && tries < MOST_TRIES
    if (!isBusy) return answer
    await sleep(BETWEEN_TRIES_MS)
  }
}

/** What the module says, reading and changing, while every call is refused; then it is all as before. */
async function refused(
  trial: Trial,
  status: 401 | 429 | 500,
  retryAfterSeconds?: number,
): Promise<[string, ModuleError][]> {
  const { call, target } = trial
  const [fresh, service] = [trial.service(), await trial.delivered()]
  const resource = service.resource ?? assert.fail('no resource')
  const calls: Readonly<Record<string, () => Promise<Result<unknown>>>> = {
    create: () => call.create(fresh),
    suspend: () => call.suspend(service),
    terminate: () => call.terminate(service),
    find: () => call.find(service.key),
    inspect: () => call.inspect(resource),
    list: () => call.list(null),
  }
  const errors: [string, ModuleError][] = []
  await whileFaulty(
    trial,
    (faults) => faults.refuseAll(status, retryAfterSeconds),
    async () => {
      for (const [name, run] of Object.entries(calls)) {
        const answer = await run()
        assert.ok(!answer.ok, `${name} was refused and says that it succeeded`)
        errors.push([name, answer.error])
      }
    },
  )
  assert.equal(await target.countByKey(fresh.key), 0)
  await expectState(trial, service, 'running')
  value(await call.terminate(service))
  return errors
}

/** The answer, or a failure when the module goes on although its signal is aborted. */
async function obeyed<T>(
  { target }: Trial,
  signal: AbortSignal,
  run: () => Promise<Result<T>>,
): Promise<Result<T>> {
  let timer: NodeJS.Timeout | undefined
  const ignored = new Promise<never>((_, reject) => {
    const start = () => {
      const message = 'the module goes on although its signal is aborted'
      const error = new assert.AssertionError({ message })
      timer = setTimeout(() => reject(error), target.obeyMs ?? 5000)
    }
    if (signal.aborted) start()
    else signal.addEventListener('abort', start, { once: true })
  })
  try {
    return await Promise.race([run(), ignored])
  } finally {
    clearTimeout(timer)
  }
}

/** How long a call hangs before its time is over. */
const HANG_MS = 300

/** Calls while nothing is answered, until `signal` aborts. */
async function hanging(
  trial: Trial,
  signalFor: () => AbortSignal,
  calls: (service: ServiceInput) => readonly ((signal: AbortSignal) => Promise<Result<unknown>>)[],
): Promise<ModuleError[]> {
  const service = await trial.delivered()
  const errors = await whileFaulty(
    trial,
    (faults) => faults.hangAll(),
    async () => {
      const said: ModuleError[] = []
      for (const call of calls(service)) {
        const signal = signalFor()
        said.push(errorOf(await obeyed(trial, signal, () => call(signal))))
      }
      return said
    },
  )
  value(await trial.call.terminate(service))
  return errors
}

export const FAULTS: readonly Scenario[] = [
  {
    name: 'create, answer lost, retry: one resource',
    cannotRun: needsFaults,
    run: (trial) => lostThenRetried(trial, 'loseAnswer'),
  },
  {
    name: 'create, half an answer, retry: one resource',
    cannotRun: needsFaults,
    run: (trial) => lostThenRetried(trial, 'halveAnswer'),
  },
  {
    name: '401 is an auth error',
    cannotRun: needsFaults,
    async run(trial) {
      for (const [name, error] of await refused(trial, 401)) assert.equal(error.code, 'auth', name)
    },
  },
  {
    name: '429 with Retry-After is transient and says how long',
    cannotRun: needsFaults,
    async run(trial) {
      for (const [name, error] of await refused(trial, 429, 17)) {
        assert.equal(error.code, 'transient', name)
        if (trial.target.faults?.hasNoRetryAfter) continue
        assert.equal(error.retryAfterMs, 17_000, name)
      }
    },
  },
  {
    name: '500 is transient',
    cannotRun: needsFaults,
    async run(trial) {
      for (const [name, error] of await refused(trial, 500)) {
        assert.equal(error.code, 'transient', name)
      }
    },
  },
  {
    name: 'a change that hangs longer than its time is a lost answer',
    cannotRun: needsFaults,
    async run(trial) {
      const { call } = trial
      const errors = await hanging(
        trial,
        () => AbortSignal.timeout(HANG_MS),
        (service) => [
          (signal) => call.create(trial.service(), { signal }),
          (signal) => call.suspend(service, { signal }),
        ],
      )
      for (const error of errors) {
        assert.deepEqual([error.code, error.lost], ['transient', true])
      }
    },
  },
  {
    name: 'an abort is obeyed, also while looking',
    cannotRun: needsFaults,
    async run(trial) {
      const abortSoon = () => {
        const abort = new AbortController()
        setTimeout(() => abort.abort(new Error('Staff gave up')), HANG_MS)
        return abort.signal
      }
      const errors = await hanging(trial, abortSoon, (service) => [
        (signal) => trial.call.find(service.key, { signal }),
        (signal) => trial.call.create(trial.service(), { signal }),
      ])
      for (const error of errors) assert.equal(error.code, 'transient')
    },
  },
  {
    name: 'nothing is asked with a signal that is aborted already',
    async run(trial) {
      const service = trial.service()
      const signal = AbortSignal.abort()
      errorOf(await obeyed(trial, signal, () => trial.call.create(service, { signal })))
      assert.equal(await trial.target.countByKey(service.key), 0)
    },
  },
]
