import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeliveryModule, PanelOutcome, Result, ServiceInput } from '@berth/sdk'
import { startTrial, type Trial } from '@berth/sdk/testing'
import { incusModule } from '../src/index.ts'
import { settingsFor } from './targets.ts'

/** The value of a result that must be one. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) assert.fail(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** The error's code of a result that must not be a success. */
export function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code
}

/** A trial at an address without a proxy in between. */
export function trialAt(
  address: string,
  product: Record<string, unknown>,
  more: { settings?: object; module?: DeliveryModule } = {},
): Trial {
  return startTrial(more.module ?? (incusModule as DeliveryModule), {
    server: { id: 's', name: 'server', settings: settingsFor(address, more.settings) },
    product,
    orderData: { hostname: 'vps.example.test' },
    countByKey: async () => assert.fail('not asked for'),
    close: async () => undefined,
  })
}

/** Carries out an action of the panel. */
export async function act(
  trial: Trial,
  service: ServiceInput,
  action: string,
  input: Record<string, unknown> = {},
): Promise<PanelOutcome> {
  return must(await trial.call.panelAction(service, action, input))
}

/** Waits until the console's last line says so: an instance writes a moment after it was started. */
export async function consoleSays(trial: Trial, service: ServiceInput, words: string) {
  let lines: string[] = []
  for (let turn = 0; turn < 400; turn++) {
    lines = await consoleOf(trial, service)
    if (lines.at(-1)?.includes(words)) return
    await wait(50)
  }
  assert.fail(`${words} is not the end of ${JSON.stringify(lines)}`)
}

/** The lines of the console that the panel shows. */
export async function consoleOf(trial: Trial, service: ServiceInput): Promise<string[]> {
  const panel = must(await trial.call.panel(service, { tab: 'console' }))
  const blocks = panel.tabs.flatMap((tab) => tab.blocks ?? [])
  return blocks.flatMap((block) =>
    block.type === 'log' ? block.lines.map(({ text }) => text) : [],
  )
}
