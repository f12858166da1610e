import type { Cycle } from '../domain/cycle.ts'
import type { Metadata } from '../domain/metadata.ts'
import type { LocalText, Visibility } from '../features/catalog/tables.ts'

/** A plan of the sandbox provider. */
export interface Plan {
  memoryMb: number
  diskGb: number
  cpuCores: number
}

export interface DemoGroup {
  slug: string
  name: LocalText
  description: LocalText
  visibility: Visibility
}

export interface DemoProduct {
  group: string
  name: LocalText
  description: LocalText
  type: 'sandbox' | 'none' | 'docker'
  moduleSettings: Record<string, unknown>
  serverGroup: string | null
  deliverOn: 'payment' | 'approval' | 'manual'
  /** Euro cents of one month; other cycles and currencies follow from it. */
  monthly: number
  cycles: readonly Cycle[]
  /** Euro cents; 0 for none. */
  setupFee: number
  /** Units still for sale; null = unlimited. */
  stock: number | null
  maxRenewals: number | null
  visibility: Visibility
  metadata: Metadata
  /** How often it is bought. */
  weight: number
}

export function group(
  slug: string,
  name: [string, string],
  description: [string, string],
): DemoGroup {
  return { slug, name: texts(...name), description: texts(...description), visibility: 'public' }
}

function texts(en: string, fr: string): LocalText {
  return { en, fr }
}

/** Terms that most machines are sold for. */
export const TERM: readonly Cycle[] = ['monthly', 'quarterly', 'semiannually', 'annually']

const PLAIN = {
  deliverOn: 'payment',
  setupFee: 0,
  stock: null,
  maxRenewals: null,
  visibility: 'public',
  metadata: {},
} as const

interface Line {
  group: string
  serverGroup: string
}

function machine({ group, serverGroup }: Line, name: LocalText, plan: Plan) {
  const gb = plan.memoryMb >= 1024 ? plan.memoryMb / 1024 : null
  const description = gb
    ? texts(
        `${gb} GB memory, ${plan.diskGb} GB disk, ${plan.cpuCores} cores.`,
        `${gb} Go de mémoire, ${plan.diskGb} Go de disque, ${plan.cpuCores} cœurs.`,
      )
    : texts(`${plan.diskGb} GB disk.`, `${plan.diskGb} Go de disque.`)
  const shared = { ...PLAIN, group, serverGroup, name, description }
  return { ...shared, type: 'sandbox' as const, moduleSettings: { ...plan } }
}

export function game(
  en: string,
  fr: string,
  plan: Plan,
  monthly: number,
  weight: number,
): DemoProduct {
  const line = { group: 'game', serverGroup: 'Game – Paris' }
  const cycles: Cycle[] = ['weekly', 'monthly', 'quarterly', 'annually']
  return { ...machine(line, texts(en, fr), plan), monthly, weight, cycles }
}

export function vps(name: string, plan: Plan, monthly: number, weight: number): DemoProduct {
  const line = { group: 'vps', serverGroup: 'VPS – Paris' }
  return { ...machine(line, texts(name, name), plan), monthly, weight, cycles: TERM }
}

export function web(
  en: string,
  fr: string,
  plan: Plan,
  monthly: number,
  weight: number,
): DemoProduct {
  const line = { group: 'web', serverGroup: 'Web – Paris' }
  const cycles: Cycle[] = ['monthly', 'annually', 'biennially']
  return { ...machine(line, texts(en, fr), plan), monthly, weight, cycles }
}

export function voice(
  en: string,
  fr: string,
  plan: Plan,
  monthly: number,
  weight: number,
): DemoProduct {
  const line = { group: 'voice', serverGroup: 'Voice – Paris' }
  const cycles: Cycle[] = ['monthly', 'quarterly', 'annually']
  return { ...machine(line, texts(en, fr), plan), monthly, weight, cycles }
}

export function none(
  group: string,
  en: string,
  fr: string,
  monthly: number,
  weight: number,
): DemoProduct {
  const name = texts(en, fr)
  const shared = { ...PLAIN, group, name, description: texts('', ''), serverGroup: null }
  return { ...shared, type: 'none', moduleSettings: {}, monthly, weight, cycles: ['monthly'] }
}
