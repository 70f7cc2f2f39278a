import type { Variable } from './variable.js'
import { VARIABLES } from './variables.js'

/** A variable that is none of the service, and is called nearly as one. */
export interface UnknownVariable {
  name: string
  /** the one that was meant, perhaps */
  near: string
}

/** Variables whose names are slips, it seems: nothing reads them. */
export function unknownVariables(env: NodeJS.ProcessEnv): UnknownVariable[] {
  const ours = (Object.values(VARIABLES) as Variable<unknown>[]).map(({ name }) => name)
  const known = new Set(ours)
  return Object.keys(env)
    .filter((name) => !known.has(name))
    .map((name) => ({ name, near: nearest(name.toUpperCase(), ours) }))
    .filter((one): one is UnknownVariable => one.near !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name))
}

/** For people. */
export const unknownText = ({ name, near }: UnknownVariable): string => `${name} is no variable of this service. Did you mean ${near}?`

/** The name that so few slips lead to: one for every four letters, two at most. */
function nearest(name: string, ours: readonly string[]): string | undefined {
  let found: { near: string; slips: number } | undefined
  for (const near of ours) {
    const most = Math.min(2, Math.floor(near.length / 4))
    if (Math.abs(near.length - name.length) > most) continue
    const slips = distance(name, near)
    if (slips <= most && slips < (found?.slips ?? Infinity)) found = { near, slips }
  }
  return found?.near
}

/** How many letters are missing, too many, wrong, or changed places with the next one (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, before[j - 2]! + 1)
    }
    before = last
    last = row
  }
  return last[b.length]!
}
