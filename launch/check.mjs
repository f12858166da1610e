import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { apiClientStep } from './check-api-client.mjs'
import { reportError } from './launch-error.mjs'
import { findNode, runtimeEnvironment } from './node-runtime.mjs'
import { prepare } from './prepare.mjs'
import { ROOT } from './root.mjs'

const inModules = (...path) => join(ROOT, 'node_modules', ...path)

/** Runs a JavaScript program; answers whether it went well and what it printed (`output`: all). */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(findNode(), args, {
      cwd: ROOT,
      env: runtimeEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const printed = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => {
        printed[name] += text
      })
    }
    child.once('error', reject)
    child.once('close', (code) => {
      const output = `${printed.stdout}${printed.stderr}`
      resolve({ ok: code === 0, output, stdout: printed.stdout })
    })
  })
}

const typesStep = (folder) => ({
  name: `types of ${relative(ROOT, folder) || 'server, sdk and modules'}`,
  run: () => run([inModules('typescript', 'bin', 'tsc'), '--project', folder]),
})

function steps({ isWriting }) {
  const biome = inModules('@biomejs', 'biome', 'bin', 'biome')
  const sources = ['sdk', 'modules', 'server', 'web', 'e2e', 'bench'].filter((folder) =>
    existsSync(join(ROOT, folder)),
  )
  return [
    typesStep(ROOT),
    ...(existsSync(join(ROOT, 'web', 'tsconfig.json')) ? [typesStep(join(ROOT, 'web'))] : []),
    { name: 'format and lint', run: () => run([biome, 'check', '.']) },
    {
      name: 'import rules',
      run: () =>
        run([
          ...['--import', './launch/typescript-api.mjs'],
          inModules('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
          ...['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long', ...sources],
        ]),
    },
    apiClientStep({ run, isWriting }),
  ]
}

/** `npm run check` looks; `npm run check -- --write` also writes the API client anew. */
async function main(args) {
  await prepare({ web: false })
  let failed = 0
  const all = steps({ isWriting: args.includes('--write') })
  for (const step of all) {
    const { ok, output } = await step.run()
    process.stdout.write(`${ok ? '✔' : '✖'} ${step.name}\n`)
    if (ok) continue
    failed += 1
    process.stdout.write(`${output.trimEnd()}\n`)
  }
  process.stdout.write(`\n${all.length - failed} passed, ${failed} failed\n`)
  if (failed > 0) process.exitCode = 1
}

await main(process.argv.slice(2)).catch(reportError)
