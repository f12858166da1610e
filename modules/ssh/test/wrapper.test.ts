import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { ProgramInput } from '../src/program.ts'
import { runHere, SHELLS } from './local-shell.ts'

/** A folder for one test, and programs about one service in it. */
async function place(t: TestContext, shell: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'berth-wrapper-'))
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const service = join(folder, 'state/services/key-1')
  const run = (verb: string, script: string, more: Partial<ProgramInput> = {}) =>
    runHere(
      {
        entry: 'run_verb',
        stateFolder: join(folder, 'state'),
        key: 'key-1',
        verb,
        operationId: `${verb}-1`,
        script,
        parameters: new Map([['BERTH_FOLDER', folder]]),
        ...more,
      },
      { shell },
    )
  const read = (file: string) => readFile(join(folder, file), 'utf8').catch(() => '')
  const fifo = join(folder, 'fifo')
  return {
    folder,
    service,
    run,
    read,
    /** A script that says that it has begun and goes on when `release` is called. */
    held: `echo x >>"$BERTH_FOLDER/began"; read -r word <"$BERTH_FOLDER/fifo"; echo x >>"$BERTH_FOLDER/ended"`,
    makeFifo: () => execFileSync('mkfifo', [fifo]),
    release: () => writeFile(fifo, 'go\n'),
    began: () => until(async () => (await read('began')) !== ''),
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Waits for something that comes in its own time. */
async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await wait(20)
}

for (const shell of SHELLS) {
  const name = shell.join(' ')

  test(`${name}: many creates at once run the script once and answer the same`, async (t) => {
    const { run, read } = await place(t, shell)
    const script = `echo x >>"$BERTH_FOLDER/count"; echo "remote_id=site-$$"`
    const all = await Promise.all(
      [1, 2, 3, 4, 5].map((i) =>
        run('create', script, { operationId: `op-${i}`, waitSeconds: 60 }),
      ),
    )
    assert.equal(await read('count'), 'x\n')
    assert.equal(new Set(all.map(({ answer }) => answer.services[0]?.known)).size, 1)
    assert.deepEqual(all.map(({ answer }) => answer.done?.[0]).sort(), [
      ...Array(4).fill('known'),
      'ran',
    ])
  })

  test(`${name}: runs of one service never overlap`, async (t) => {
    const { run } = await place(t, shell)
    await run('create', ':')
    const script = `mkdir "$BERTH_FOLDER/inside" || exit 1; sleep 1; rmdir "$BERTH_FOLDER/inside"`
    const all = await Promise.all(
      [1, 2, 3].map((i) => run('suspend', script, { operationId: `op-${i}`, waitSeconds: 600 })),
    )
    assert.deepEqual(
      all.map(({ answer }) => answer.exit),
      [0, 0, 0],
    )
  })

  test(`${name}: what still runs is said to run, also when its wrapper was killed`, async (t) => {
    const { run, read, service, makeFifo, release, began, held } = await place(t, shell)
    makeFifo()
    const first = run('create', held)
    await began()
    const asked = await run('create', held, { waitSeconds: 0 })
    assert.equal(asked.answer.done?.[0], 'running')

    const [wrapper] = (await readFile(join(service, 'run.1'), 'utf8')).split(' ')
    process.kill(Number(wrapper), 'SIGKILL')
    await until(async () => !isAlive(Number(wrapper)))
    const again = await run('create', held, { waitSeconds: 0 })
    assert.equal(again.answer.done?.[0], 'running')
    const terminate = await run('terminate', ':', { waitSeconds: 0 })
    assert.equal(terminate.answer.done?.[0], 'running')

    await release()
    await until(async () => (await read('ended')) !== '')
    await first
    // Nobody has seen how it ended: the next create says so to the script.
    const last = await run('create', `echo "fact:again=$BERTH_INTERRUPTED"`, { waitSeconds: 60 })
    assert.match(last.answer.services[0]?.known ?? '', /^fact:again=1$/m)
    assert.equal(await read('began'), 'x\n')
  })

  test(`${name}: a script whose time is over is ended and may be tried again`, async (t) => {
    const { run, read } = await place(t, shell)
    const script = `echo x >>"$BERTH_FOLDER/count"; exec sleep 600`
    const ended = await run('create', script, { limitSeconds: 1 })
    assert.equal(ended.answer.exit, 124)
    await run('create', script, { limitSeconds: 1 })
    assert.equal(await read('count'), 'x\nx\n')
  })

  test(`${name}: the same operation is not done twice, another one is`, async (t) => {
    const { run, read } = await place(t, shell)
    await run('create', 'echo remote_id=one')
    const suspend = `echo x >>"$BERTH_FOLDER/count"`
    const words = [
      await run('suspend', suspend),
      await run('suspend', suspend),
      await run('suspend', suspend, { operationId: 'suspend-2' }),
      await run('suspend', `${suspend} # changed`, { operationId: 'suspend-2' }),
    ]
    assert.deepEqual(
      words.map(({ answer }) => answer.done?.[0]),
      ['ran', 'known', 'ran', 'ran'],
    )
    assert.equal(await read('count'), 'x\nx\nx\n')
  })

  test(`${name}: a create that refuses leaves nothing that is found`, async (t) => {
    const { run } = await place(t, shell)
    const refused = await run('create', 'echo message=no; exit 69')
    assert.equal(refused.answer.exit, 69)
    const seen = await run('-', '', { entry: 'read_services', keys: ['key-1'] })
    assert.equal(seen.answer.services.find((one) => one.key === 'key-1')?.state ?? null, null)
  })

  test(`${name}: what its look-up does not find any more is made again`, async (t) => {
    const { run, read } = await place(t, shell)
    const inspect = {
      script: `[ -e "$BERTH_FOLDER/site" ] || exit 66`,
      parameters: new Map([['BERTH_FOLDER', (await place(t, shell)).folder]]),
    }
    const script = `echo x >>"$BERTH_FOLDER/count"`
    await run('create', script, { inspect })
    await run('create', script, { inspect, operationId: 'create-2' })
    assert.equal(await read('count'), 'x\nx\n')
  })

  test(`${name}: terminate removes what the server remembers, and nothing is left of it`, async (t) => {
    const { run, folder } = await place(t, shell)
    await run('create', 'echo secret:password=hidden-3c1f')
    assert.deepEqual((await run('terminate', 'exit 75')).answer.exit, 75)
    assert.deepEqual((await run('terminate', ':', { operationId: 't2' })).answer.done, ['ran'])
    assert.deepEqual((await run('terminate', ':', { operationId: 't3' })).answer.done, ['missing'])
    assert.deepEqual(readdirSync(join(folder, 'state/services')), [])
    assert.deepEqual(readdirSync(join(folder, 'state/gone')), [])
  })

  test(`${name}: no secret is in the arguments of a process or left in a file`, async (t) => {
    const { run, folder, makeFifo, release, began, held } = await place(t, shell)
    makeFifo()
    const secret = `secret-${process.pid}-${Math.abs(name.length * 7919)}-9b2e`
    const parameters = new Map([
      ['BERTH_FOLDER', folder],
      ['BERTH_PARAM_TOKEN', secret],
    ])
    const running = run('create', held, { parameters })
    await began()
    for (const pid of existsSync('/proc') ? readdirSync('/proc') : []) {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      assert.ok(!line.includes(secret), `in the arguments of ${pid}`)
    }
    await release()
    await running
    const left = readdirSync(join(folder, 'state'), { recursive: true, withFileTypes: true })
    for (const file of left.filter((one) => one.isFile())) {
      const text = await readFile(join(file.parentPath, file.name), 'utf8')
      assert.ok(!text.includes(secret), `in ${file.name}`)
    }
  })

  test(`${name}: another interpreter is one that the script names`, async (t) => {
    const { run } = await place(t, shell)
    const script = `#!/usr/bin/env -S sed -n "s/^word: /remote_id=/p"\nword: by-sed\n`
    const { answer } = await run('create', script)
    assert.equal(answer.services[0]?.known.trim(), 'remote_id=by-sed')
  })
}
