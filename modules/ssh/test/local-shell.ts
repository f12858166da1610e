import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Answer, readAnswer } from '../src/answer.ts'
import { type Program, type ProgramInput, programOf } from '../src/program.ts'

/** Shells of this machine that are as different as POSIX lets them be. */
export const SHELLS: readonly (readonly string[])[] = [
  ['/bin/dash'],
  ['/bin/bash', '--posix'],
  ['/bin/busybox', 'sh'],
  ['/bin/ksh'],
].filter(([file = '']) => existsSync(file))

export const FIRST_SHELL: readonly string[] = SHELLS[0] ?? ['/bin/sh']

/** A program given to a shell of this machine as SSH would, and everything that came of it. */
export async function runHere(
  input: ProgramInput,
  { shell = FIRST_SHELL, cutAt }: { shell?: readonly string[]; cutAt?: number } = {},
): Promise<{ answer: Answer; program: Program; stdout: string; stderr: string }> {
  const program = programOf(input)
  const reader = readAnswer(program.nonce, input.key ?? '', () => undefined)
  const [stdout, stderr] = await pipeTo(shell, program.text.slice(0, cutAt))
  reader.take(stdout)
  return { answer: reader.value(), program, stdout, stderr }
}

/** Starts a shell with `-s` and this on its standard input. */
export async function pipeTo(
  [file = '/bin/sh', ...first]: readonly string[],
  text: string,
): Promise<[stdout: string, stderr: string]> {
  const child = spawn(file, [...first, '-s'])
  const said: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (piece) => said[0].push(piece))
  child.stderr.on('data', (piece) => said[1].push(piece))
  child.stdin.on('error', () => undefined)
  child.stdin.end(text)
  await new Promise((resolve) => child.on('close', resolve))
  return [Buffer.concat(said[0]).toString(), Buffer.concat(said[1]).toString()]
}
