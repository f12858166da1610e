/**
 * Which test files share a process. Starting one costs more than most files take: those that only
 * call the program share, a few at a time, so that what one leaves open does not add up. Those that
 * start processes, servers or engines of their own stay alone.
 */
const SHARING = [
  { of: /^server\/test\/scenarios\//, most: 3 },
  { of: /^server\/src\/domain\//, most: 40 },
  { of: /^web\/test\//, most: 40 },
  { of: /^server\/src\/(features|platform)\//, most: 6 },
]

/** Lists of files, each for one process; the longest first, so that none is waited for at the end. */
export function groupTests(files) {
  const groups = []
  const taken = new Set()
  for (const { of, most } of SHARING) {
    const sharing = files.filter((file) => of.test(file))
    for (const file of sharing) taken.add(file)
    const count = Math.ceil(sharing.length / most)
    // Neighbours are alike: dealt out like cards, the long ones do not come together.
    for (let index = 0; index < count; index++)
      groups.push(sharing.filter((_, place) => place % count === index))
  }
  const alone = files.filter((file) => !taken.has(file)).map((file) => [file])
  return [...alone, ...groups]
}
