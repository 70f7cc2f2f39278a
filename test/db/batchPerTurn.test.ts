// runs once: no database is in it
import { batchPerTurn } from '../../src/db/raw/batchPerTurn.js'

/** Doubles numbers and keeps the groups that it was asked in. */
function doubling(max?: number) {
  const groups: number[][] = []
  const many = async (args: number[]) => {
    groups.push(args)
    return args.map((n) => 2 * n)
  }
  return { groups, double: batchPerTurn(many, max) }
}

test('answers the calls of one turn with one query, each its own answer', async () => {
  const { groups, double } = doubling()
  expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6])
  expect(await double(4)).toBe(8)
  expect(groups).toEqual([[1, 2, 3], [4]])
})

test('starts a full group at once and flushes the rest of the turn exactly once', async () => {
  const { groups, double } = doubling(3)
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8]
  expect(await Promise.all(numbers.map(double))).toEqual(numbers.map((n) => 2 * n))
  expect(groups).toEqual([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8],
  ])
  const rest = [double(9), double(10)]
  await new Promise((resolve) => setImmediate(resolve))
  expect(groups.slice(3)).toEqual([[9, 10]])
  expect(await Promise.all(rest)).toEqual([18, 20])
})

test('does not split the next turn after a full group', async () => {
  const { groups, double } = doubling(2)
  const first = [double(1), double(2)]
  setImmediate(() => first.push(double(3)))
  await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))))
  expect(groups).toEqual([[1, 2], [3]])
  expect(await Promise.all(first)).toEqual([2, 4, 6])
})

test('fails every caller of a group that failed, and no other', async () => {
  const get = batchPerTurn(async (args: number[]) => {
    if (args.includes(13)) throw new Error('no such table')
    return args
  })
  const results = await Promise.allSettled([get(12), get(13)])
  expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected'])
  expect(await get(14)).toBe(14)
})

test('fails every caller when answers are missing', async () => {
  const get = batchPerTurn(async (args: number[]) => args.slice(1))
  await expect(Promise.all([get(1), get(2)])).rejects.toThrow('2 asked, 1 answered')
})
