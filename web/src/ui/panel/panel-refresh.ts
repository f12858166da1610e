import type { Panel } from './panel-types.ts'

/**
 * How often the panel's query is asked again while a tab is looked at (`refetchInterval`): the
 * shortest that the panel or a log of the tab wants; false when nothing is live.
 */
export function panelRefreshMs(panel: Panel | undefined, tab: string | null): number | false {
  const blocks = panel?.tabs.find((one) => one.id === tab)?.blocks ?? []
  const logs = blocks.flatMap((block) => (block.type === 'log' ? [block.refreshMs] : []))
  const wanted = [panel?.refreshMs, ...logs].filter((ms) => ms !== undefined)
  return wanted.length > 0 ? Math.min(...wanted) : false
}
