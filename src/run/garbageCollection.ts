import { setFlagsFromString } from 'node:v8'

/** How V8 is to collect our garbage; the benchmark gives the same to what it compares us with. @internal but for the benchmark */
export const GARBAGE_COLLECTION: readonly string[] = [
  // Where objects lived long at first (while modules load, they do), V8 would make all later ones among the old. In half of all starts that hit Node's
  // own HTTP: the garbage of every request hung on an old object, and a request cost twice the CPU for as long as the process lived.
  '--no-allocation-site-pretenuring',
  // The old ones are collected when they have grown by a third, not to four times as much: 70 MB less, for no CPU that could be measured.
  '--heap-growing-percent=35',
]

/** To be called before what serves is loaded: it is then that the harm of the first begins. */
export function tuneGarbageCollection(): void {
  for (const flag of GARBAGE_COLLECTION) setFlagsFromString(flag)
}
