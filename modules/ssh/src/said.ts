import {
  type ConnectionDetail,
  sameText,
  type Text,
  USAGE_UNITS,
  type UsageFigure,
} from '@berth/sdk'

/** What scripts said of a resource, one `word=value` per line. */
export interface Said {
  /** remote_id, name, owner, plan, state, key, message, retry_after. */
  readonly words: ReadonlyMap<string, string>
  readonly facts: ReadonlyMap<string, string>
  readonly secrets: Readonly<Record<string, string>>
  /** Names of secrets that were said before and are in the books only. */
  readonly earlierSecrets: readonly string[]
  readonly connection: readonly ConnectionDetail[]
  readonly usage: readonly UsageFigure[]
}

const LINE = /^([a-z_]+)(?::([^=+]{1,80}))?(\+?)=(.*)$/

/** Addresses that a click may lead to, as the panel allows them. */
const HREF = /^(https?|ssh|sftp|ftp|mumble|teamspeak|ts3server|steam|mailto):/

/**
 * Reads the lines. A later line replaces an earlier one of the same name; `+=` adds a line to it.
 * Lines that are none of ours are passed over: scripts may print what they like.
 */
export function readSaid(text: string): Said {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, word, name, more, value = ''] = LINE.exec(line.replace(/\r$/, '')) ?? []
    if (!word) continue
    const id = name === undefined ? word : `${word}:${name.trim()}`
    const before = values.get(id)
    values.set(id, more && before !== undefined ? `${before}\n${value}` : value)
  }
  const named = (word: string) =>
    [...values].flatMap(([id, value]) =>
      id.startsWith(`${word}:`) ? [[id.slice(word.length + 1), value] as const] : [],
    )
  const secrets = named('secret').filter(([name]) => /^[a-z][a-z0-9_]{0,63}$/.test(name))
  return {
    words: new Map([...values].filter(([id]) => !id.includes(':'))),
    facts: new Map(named('fact')),
    secrets: Object.fromEntries(secrets),
    earlierSecrets: named('had_secret').map(([name]) => name),
    connection: connectionOf(named('connect'), named('link')),
    usage: named('usage').flatMap(([name, value]) => figureOf(name, value) ?? []),
  }
}

type Named = readonly (readonly [name: string, value: string])[]

function connectionOf(connect: Named, link: Named): ConnectionDetail[] {
  return [
    ...connect.map(([label, value]) => ({ label: textOf(label), value })),
    ...link
      .filter(([, href]) => HREF.test(href) && href.length <= 2048)
      .map(([label, href]) => ({ label: textOf(label), value: href, href })),
  ]
}

/** How to reach the resource, with a line for each secret. */
export function connectionLines({ connection, secrets, earlierSecrets }: Said): ConnectionDetail[] {
  const names = new Set([...earlierSecrets, ...Object.keys(secrets)])
  return [...connection, ...[...names].map((secret) => ({ label: secretLabel(secret), secret }))]
}

/** `Disk|Disque` is a label in English and French; without a bar it is the same in both. */
export function textOf(label: string): Text {
  const [en = '', fr] = label.split('|').map((part) => part.trim())
  return fr ? { en, fr } : sameText(en)
}

const SECRET_LABELS: Readonly<Record<string, Text>> = {
  password: { en: 'Password', fr: 'Mot de passe' },
  key: { en: 'Key', fr: 'Clé' },
  token: { en: 'Token', fr: 'Jeton' },
}

/** What people read for a secret of this name. */
export function secretLabel(name: string): Text {
  return SECRET_LABELS[name] ?? sameText(name.replaceAll('_', ' '))
}

const USAGE_LABELS: Readonly<Record<string, Text>> = {
  disk: { en: 'Disk', fr: 'Disque' },
  memory: { en: 'Memory', fr: 'Mémoire' },
  cpu: { en: 'Processor', fr: 'Processeur' },
  traffic: { en: 'Traffic', fr: 'Trafic' },
  files: { en: 'Files', fr: 'Fichiers' },
}

/** `usage:disk=1048576/104857600 bytes`; the limit may be left out. */
function figureOf(name: string, value: string): UsageFigure | undefined {
  const [, used, limit, word] =
    /^(\d+(?:\.\d+)?)(?:\/(\d+(?:\.\d+)?))? +([a-z_]+)$/.exec(value) ?? []
  const unit = USAGE_UNITS.find((one) => one === word)
  if (used === undefined || !unit || !/^[a-z][a-zA-Z0-9_-]{0,63}$/.test(name)) return undefined
  return {
    id: name,
    label: USAGE_LABELS[name] ?? sameText(name),
    used: Number(used),
    limit: limit === undefined ? null : Number(limit),
    unit,
  }
}

/** The listing script's output: every `remote_id=` begins the next resource. */
export function splitListed(text: string): string[] {
  return text.split(/^(?=remote_id=)/m).filter((part) => part.startsWith('remote_id='))
}
