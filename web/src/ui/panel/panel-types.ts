import type { ChoiceLoader } from '../form/field-frame.ts'
import type { FormSchema } from '../form/schema-model.ts'

/*
 * A service's panel as the API answers it: what a delivery module describes, with what the reader
 * may not see left out. Data only; this folder draws it.
 */

export type PanelText = { en: string; fr: string }
export type PanelTone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'
export type PanelUnit =
  | 'bytes'
  | 'bytes_per_second'
  | 'percent'
  | 'count'
  | 'cores'
  | 'seconds'
  | 'milliseconds'

export interface PanelStatCard {
  id: string
  label: PanelText
  value: number | string | PanelText
  limit?: number | null
  unit?: PanelUnit
  icon?: string
  tone?: PanelTone
}

export interface PanelFact {
  label: PanelText
  value: string | PanelText
  copy?: boolean
  href?: string
}

export interface PanelCredential {
  id: string
  label: PanelText
  username?: string
}

export interface PanelAction {
  id: string
  label: PanelText
  icon?: string
  /** `call` does it and says so; `link` answers an address to open. */
  kind: 'call' | 'link'
  form?: FormSchema
  confirm?: { title: PanelText; text: PanelText; danger?: boolean; typed?: string }
  /** Why it cannot be done at the moment. */
  disabled?: PanelText
  tone?: PanelTone
}

export interface PanelLogLine {
  /** Epoch milliseconds. */
  at: number | null
  stream: 'stdout' | 'stderr' | 'system'
  text: string
}

export type PanelCell = string | number | boolean | null | PanelText

export type PanelBlock =
  | { type: 'statCards'; title?: PanelText; cards: PanelStatCard[] }
  | { type: 'facts'; title?: PanelText; facts: PanelFact[] }
  | {
      type: 'table'
      title?: PanelText
      columns: { id: string; label: PanelText; align?: 'start' | 'end'; unit?: PanelUnit }[]
      rows: Record<string, PanelCell>[]
      empty?: PanelText
    }
  | { type: 'log'; title?: PanelText; lines: PanelLogLine[]; refreshMs?: number }
  | {
      type: 'chart'
      title: PanelText
      shape: 'line' | 'area' | 'bar'
      unit: PanelUnit
      series: { id: string; label: PanelText }[]
      points: { at: number; values: Record<string, number | null> }[]
    }
  | { type: 'text'; title?: PanelText; text: PanelText; tone?: PanelTone }
  | { type: 'form'; title?: PanelText; action: string }
  | { type: 'link'; label: PanelText; href: string; newWindow: boolean; icon?: string }
  | { type: 'actions'; title?: PanelText; actions: string[] }

export interface PanelTab {
  id: string
  title: PanelText
  icon?: string
  /** A link opened in a new window instead of a sub-page. */
  href?: string
  /** Absent where another tab was asked for. */
  blocks?: PanelBlock[]
}

export interface Panel {
  overview: {
    statCards: PanelStatCard[]
    facts: PanelFact[]
    connection: PanelFact[]
    credentials: PanelCredential[]
  }
  actions: PanelAction[]
  tabs: PanelTab[]
  /** Ask again this often while the panel is looked at. */
  refreshMs?: number
}

/** What an action of a panel answers. */
export interface PanelOutcome {
  message?: PanelText
  /** The address to open. */
  link?: string | null
  /** It goes on as this operation; the page shows how far it is. */
  operationId?: string | null
}

/** What a panel calls; the page says where. */
export interface PanelCalls {
  runAction: (id: string, values: Record<string, unknown>) => Promise<PanelOutcome>
  reveal: (credentialId: string) => Promise<{ value: string }>
  /** A list behind a field of an action's form. */
  loadChoices: ChoiceLoader
  /** Names the service in dialogs. */
  name: string
}
