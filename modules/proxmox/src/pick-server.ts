import { fail, type ModuleContext, ok, type Result, type ServerCandidate } from '@berth/sdk'
import { connect } from './client.ts'
import { readCluster } from './cluster.ts'
import { type ProxmoxService, type ProxmoxSettings, wordsOf } from './forms.ts'

/** The server whose freest node has most free memory; one that does not answer is passed over. */
export async function pickServer(
  ctx: ModuleContext,
  candidates: readonly ServerCandidate<ProxmoxSettings>[],
  _service: ProxmoxService,
): Promise<Result<string>> {
  let best: { readonly id: string; readonly free: number } | null = null
  let refused: Result<never> = fail('capacity', 'No server of the group has a free place')
  for (const { server, placesUsed, placesLimit } of candidates) {
    if (placesLimit !== null && placesUsed >= placesLimit) continue
    const cluster = await readCluster(connect(ctx, server))
    if (!cluster.ok) {
      refused = cluster
      continue
    }
    const allowed = wordsOf(server.settings.nodes)
    const free = cluster.value.nodes
      .filter(({ name, isOnline }) => isOnline && (allowed.length === 0 || allowed.includes(name)))
      .reduce((most, node) => Math.max(most, node.freeMemoryBytes), 0)
    if (!best || free > best.free) best = { id: server.id, free }
  }
  return best ? ok(best.id) : refused
}
