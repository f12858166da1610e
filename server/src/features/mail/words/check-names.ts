import { analyzeSync, type Variable as Named, type Template as Parsed } from 'liquidjs'
import type { TextParams } from '../../../platform/text.ts'
import type { Variable, Variables } from '../catalogue/variable.ts'

/** Something in a template that cannot stay. */
export interface Fault {
  code: string
  /** From 1. */
  line: number
  params?: TextParams
}

/** What each list entry is called inside its loop; `null` for one of plain words. */
interface Loop {
  entry: string
  templates: Parsed[]
  of: Variable | null
  line: number
}

/** A loop over one of the mail's lists; ranges of numbers and the like are not for mails. */
const LOOP = /^\s*([a-zA-Z_]\w*)\s+in\s+([\w.]+)\s*(reversed)?\s*(limit:\s*\d+)?\s*$/

const FORLOOP: Variable = {
  kind: 'group',
  means: { en: '', fr: '' },
  of: Object.fromEntries(
    ['first', 'last', 'index', 'index0', 'rindex', 'length'].map((name) => [
      name,
      { kind: 'number', means: { en: '', fr: '' }, sample: 1 } satisfies Variable,
    ]),
  ),
}

/**
 * Every name that the mail does not know, also where no sample would come by; and loops within loops,
 * which no mail needs and which would take for ever on a long document.
 */
export function checkNames(parsed: Parsed[], known: Variables): Fault[] {
  const faults = new Map<string, Fault>()
  const visit = (templates: Parsed[], scope: Variables, isInLoop = false) => {
    for (const named of Object.values(analyzeSync(templates).globals).flat()) {
      const fault = faultOf(named, scope)
      if (fault) faults.set(`${fault.line} ${JSON.stringify(fault.params)}`, fault)
    }
    for (const { entry, templates: inner, of, line } of loopsIn(templates, scope)) {
      if (of) visit(inner, { ...scope, [entry]: of, forloop: FORLOOP }, true)
      else faults.set(`${line} list`, { code: 'template_not_a_list', line })
      if (isInLoop) faults.set(`${line} loop`, { code: 'template_nested_loop', line })
    }
  }
  visit(parsed, known)
  return [...faults.values()]
}

/** What the entries of all loops are, by the names they have there. */
export function listNames(parsed: Parsed[], known: Variables): Variables {
  const names: Record<string, Variable> = {}
  const visit = (templates: Parsed[], scope: Variables) => {
    for (const { entry, templates: inner, of } of loopsIn(templates, scope)) {
      if (!of) continue
      names[entry] = of
      visit(inner, { ...scope, [entry]: of })
    }
  }
  visit(parsed, known)
  return names
}

/** The loops of a template that stand in no other loop. */
function loopsIn(templates: Parsed[], scope: Variables): Loop[] {
  return templates.flatMap((template) => {
    const children = template.children ? childrenOf(template) : []
    if (!('collection' in template)) return loopsIn(children, scope)
    const { token } = template
    const args = 'args' in token ? String(token.args) : ''
    const [, entry = '', path = ''] = LOOP.exec(args) ?? []
    const [line] = token.getPosition() as [number, number]
    return [{ entry, templates: children, of: entryOf(find(path.split('.'), scope)), line }]
  })
}

function childrenOf(template: Parsed): Parsed[] {
  const steps = template.children?.(false, true)
  return (steps?.next().value as Parsed[] | undefined) ?? []
}

function entryOf(list: Variable | null): Variable | null {
  if (list?.kind === 'list') return { kind: 'group', means: list.means, of: list.of }
  if (list?.kind === 'texts') return { kind: 'text', means: list.means, sample: list.sample }
  return null
}

function faultOf({ segments, location }: Named, scope: Variables): Fault | null {
  const path = segments.map(String)
  if (find(path, scope)) return null
  const name = path.join('.')
  return { code: 'template_unknown_name', line: location.row, params: { name } }
}

const ANY_NUMBER: Variable = { kind: 'number', means: { en: '', fr: '' }, sample: 1 }

/** What a path names; null when there is no such thing. */
export function find(path: readonly string[], scope: Variables): Variable | null {
  const [name = '', ...rest] = path
  const variable = Object.hasOwn(scope, name) ? scope[name] : undefined
  if (!variable) return null
  const [next, ...more] = rest
  if (next === undefined) return variable
  if (variable.kind === 'group') return find(rest, variable.of)
  if (variable.kind === 'link' || variable.kind === 'flag') return null
  if (next === 'size' && more.length === 0) return ANY_NUMBER
  const entry = next === 'first' || next === 'last' ? entryOf(variable) : null
  if (!entry) return null
  return more.length === 0 ? entry : find(['entry', ...more], { entry })
}
