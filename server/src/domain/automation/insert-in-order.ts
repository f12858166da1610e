/**
 * Puts an item into a list that is in order, behind those it does not come before. For short lists
 * that are nearly in order already: it needs no room of its own, as sorting does.
 */
export function insertInOrder<T>(list: T[], item: T, isAfterItem: (other: T) => boolean): void {
  let place = list.length
  list.push(item)
  for (; place > 0; place--) {
    const before = list[place - 1] as T
    if (!isAfterItem(before)) break
    list[place] = before
  }
  list[place] = item
}
