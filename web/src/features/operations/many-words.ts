/** Why some are left out, each reason once with how many it holds, the most common first. */
export function skipReasons(skipped: readonly { text: string }[]): { text: string; n: number }[] {
  const counts = new Map<string, number>()
  for (const { text } of skipped) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].map(([text, n]) => ({ text, n })).sort((a, b) => b.n - a.n)
}
