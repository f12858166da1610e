import { fail, ok, type Result } from '@berth/sdk'
import { MOST_PER_PAGE, type PanelClient } from './client.ts'
import { type Allocation, allocationSchema, listOf } from './shapes.ts'
import { type PortRange, portsIn } from './written.ts'

/** A node has at most 65 535 ports on each of its addresses. */
const MOST_PAGES = 700

/**
 * Free allocations of one node within the product's ports, at most `wanted` of them. Those in `taken`
 * were just refused: somebody else was quicker.
 */
export async function freeAllocations(
  client: PanelClient,
  node: number,
  choice: { readonly ports: string; readonly taken: ReadonlySet<number> },
): Promise<Result<Allocation>> {
  const ranges = portsIn(choice.ports)
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer = await client.get(`/nodes/${node}/allocations`, listOf(allocationSchema), {
      'filter[server_id]': '0',
      per_page: MOST_PER_PAGE,
      page,
    })
    if (!answer.ok) return answer
    const free = answer.value.data
      .map((item) => item.attributes)
      .find((one) => !one.assigned && !choice.taken.has(one.id) && isWithin(one.port, ranges))
    if (free) return ok(free)
    if (page >= (answer.value.meta?.pagination?.total_pages ?? 1)) break
  }
  return fail(
    'capacity',
    `No free allocation on node ${node}${choice.ports && ` (${choice.ports})`}`,
  )
}

function isWithin(port: number, ranges: readonly PortRange[]): boolean {
  return ranges.length === 0 || ranges.some(({ from, to }) => from <= port && port <= to)
}
