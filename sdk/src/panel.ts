import { z } from 'zod'
import type { Resource } from './delivery.ts'
import type { Text } from './text.ts'

/*
 * A service's panel as data, never HTML. Modules return it, the server checks it with `panelSchema`
 * and leaves out what the reader may not see, the web app draws it. The types are inferred from the
 * schemas, so that what compiles is what is accepted.
 */

/** A text in both languages. */
const text = z.strictObject({ en: z.string(), fr: z.string() })

/** Pictures that the web app knows. */
export const PANEL_ICONS = [
  'backup',
  'chart',
  'console',
  'cpu',
  'database',
  'disk',
  'download',
  'file',
  'folder',
  'info',
  'key',
  'link',
  'list',
  'log',
  'memory',
  'network',
  'play',
  'plug',
  'power',
  'reinstall',
  'restart',
  'server',
  'settings',
  'shield',
  'stop',
  'trash',
  'user',
  'users',
  'warning',
  'world',
] as const
const icon = z.enum(PANEL_ICONS)

/** Who may see a thing: staff, the customer's users, or both. */
const audience = z.array(z.enum(['staff', 'customer'])).min(1)

/** What a number counts; the web app writes it in the reader's language ("6 of 25 GB"). */
export const USAGE_UNITS = [
  'bytes',
  'bytes_per_second',
  'percent',
  'count',
  'cores',
  'seconds',
  'milliseconds',
] as const
const unit = z.enum(USAGE_UNITS)

/** Colours carry a meaning, and a word always says it too. */
const tone = z.enum(['neutral', 'info', 'success', 'warning', 'danger'])

/** Ids within a panel: of tabs, actions, cards, columns, series. */
const id = z.string().regex(/^[a-z][a-zA-Z0-9_-]{0,63}$/)

/** Addresses that a click may lead to; never `javascript:` or `data:`. */
const href = z
  .string()
  .max(2048)
  .regex(/^(https?|ssh|sftp|ftp|mumble|teamspeak|ts3server|steam|mailto):/)

/** One measured number with its unit and, where there is one, its limit. */
export const usageFigureSchema = z.strictObject({
  id,
  label: text,
  used: z.number(),
  limit: z.number().nullable(),
  unit,
})
export type UsageFigure = z.infer<typeof usageFigureSchema>

/** A big number or word on a card. With `limit`, drawn as a bar. */
const statCard = z.strictObject({
  id,
  label: text,
  value: z.union([z.number(), z.string(), text]),
  limit: z.number().nullable().optional(),
  unit: unit.optional(),
  icon: icon.optional(),
  tone: tone.optional(),
})

/** A label and its value; `copy` offers a copy button. */
const fact = z.strictObject({
  label: text,
  value: z.union([z.string(), text]),
  copy: z.boolean().optional(),
  href: href.optional(),
})

/**
 * A credential to reveal. `secret` names a key of the resource's `secrets`: the value is not in the
 * panel, the server decrypts it when somebody asks and writes down who did.
 */
const credential = z.strictObject({
  id,
  label: text,
  username: z.string().optional(),
  secret: z.string().min(1),
  audience,
})

/** Asked before an action is done. With `typed`, this word must be typed in. */
const confirmation = z.strictObject({
  title: text,
  text,
  danger: z.boolean().optional(),
  typed: z.string().min(1).optional(),
})

/** Something that can be done. `call` does it and says so; `link` answers an address to open. */
const action = z.strictObject({
  id,
  label: text,
  icon: icon.optional(),
  kind: z.enum(['call', 'link']),
  /** Permission that staff need, `noun:verb`: usually `services:operate`. */
  permission: z.string().regex(/^[a-z_]+:[a-z_]+$/),
  audience,
  /** `formSchema(actionForms[id])`; absent = no input. */
  form: z.record(z.string(), z.unknown()).optional(),
  confirm: confirmation.optional(),
  /** Why it cannot be done right now; the button is drawn disabled with this as its tooltip. */
  disabled: text.optional(),
  tone: tone.optional(),
})

const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), text])

const column = z.strictObject({
  id,
  label: text,
  align: z.enum(['start', 'end']).optional(),
  unit: unit.optional(),
})

const logLine = z.strictObject({
  /** Epoch milliseconds, where the provider says when. */
  at: z.number().nullable(),
  stream: z.enum(['stdout', 'stderr', 'system']),
  text: z.string(),
})

const chartPoint = z.strictObject({
  /** Epoch milliseconds. */
  at: z.number(),
  /** By series id; null where nothing was measured. */
  values: z.record(z.string(), z.number().nullable()),
})

/** One piece of a tab. */
const block = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('statCards'),
    title: text.optional(),
    cards: z.array(statCard),
  }),
  z.strictObject({ type: z.literal('facts'), title: text.optional(), facts: z.array(fact) }),
  z.strictObject({
    type: z.literal('table'),
    title: text.optional(),
    columns: z.array(column).min(1),
    rows: z.array(z.record(z.string(), cell)).max(1000),
    /** Shown instead of an empty table. */
    empty: text.optional(),
  }),
  z.strictObject({
    type: z.literal('log'),
    title: text.optional(),
    lines: z.array(logLine).max(2000),
    /** Live: ask for the tab again this often while it is looked at. */
    refreshMs: z.int().min(1000).optional(),
  }),
  z.strictObject({
    type: z.literal('chart'),
    title: text,
    shape: z.enum(['line', 'area', 'bar']),
    unit,
    series: z.array(z.strictObject({ id, label: text })).min(1),
    points: z.array(chartPoint).max(2000),
  }),
  z.strictObject({
    type: z.literal('text'),
    title: text.optional(),
    text,
    tone: tone.optional(),
  }),
  /** The form of an action, drawn in place instead of in a dialog. */
  z.strictObject({ type: z.literal('form'), title: text.optional(), action: id }),
  z.strictObject({
    type: z.literal('link'),
    label: text,
    href,
    newWindow: z.boolean(),
    icon: icon.optional(),
  }),
  /** Buttons for these actions. */
  z.strictObject({
    type: z.literal('actions'),
    title: text.optional(),
    actions: z.array(id).min(1),
  }),
])

/** Every kind of block there is. */
export const PANEL_BLOCKS: readonly PanelBlock['type'][] = block.options.map(
  (option) => option.shape.type.value,
)

/**
 * A sub-page. With `href` it is a link opened in a new window. `blocks` may be left out when another
 * tab was asked for (`PanelView.tab`): the tab is then asked for when it is opened.
 */
const tab = z.strictObject({
  id,
  title: text,
  icon: icon.optional(),
  audience,
  href: href.optional(),
  blocks: z.array(block).optional(),
})

const overview = z.strictObject({
  statCards: z.array(statCard),
  facts: z.array(fact),
  /** How to reach it: addresses and ports. */
  connection: z.array(fact),
  credentials: z.array(credential),
})

/** Everything that a service's page shows of its resource. */
export const panelSchema = z.strictObject({
  overview,
  actions: z.array(action),
  tabs: z.array(tab),
  /** Ask for the panel again this often while it is looked at; absent = only on a reload. */
  refreshMs: z.int().min(1000).optional(),
})

/** Checks a `PanelOutcome`. */
export const panelOutcomeSchema = z.strictObject({
  message: text.optional(),
  link: href.optional(),
  resource: z
    .strictObject({
      remoteId: z.string(),
      data: z.record(z.string(), z.json()),
      secrets: z.record(z.string(), z.string()),
      connection: z.array(
        z.strictObject({
          label: text,
          value: z.string().optional(),
          secret: z.string().optional(),
          href: z.string().optional(),
        }),
      ),
    })
    .optional(),
})

export type Panel = z.infer<typeof panelSchema>
export type PanelOverview = z.infer<typeof overview>
export type PanelStatCard = z.infer<typeof statCard>
export type PanelFact = z.infer<typeof fact>
export type PanelCredential = z.infer<typeof credential>
export type PanelAction = z.infer<typeof action>
export type PanelConfirmation = z.infer<typeof confirmation>
export type PanelTab = z.infer<typeof tab>
export type PanelBlock = z.infer<typeof block>
export type PanelLogLine = z.infer<typeof logLine>
export type PanelIcon = z.infer<typeof icon>
export type PanelAudience = z.infer<typeof audience>[number]
export type PanelTone = z.infer<typeof tone>

/** What `panelAction` answers; checked with `panelOutcomeSchema`. */
export interface PanelOutcome {
  /** Said to whoever asked. */
  readonly message?: Text
  /** For `link` actions: opened in a new window, never stored. */
  readonly link?: string
  /** The resource as it is afterwards, when the action changed it; the server keeps it. */
  readonly resource?: Resource
}

/** Which part of the panel is looked at: null is the overview. A module may leave out the rest. */
export interface PanelView {
  readonly tab: string | null
}
