/** The largest id that a database gives: a positive integer of 32 bits. */
export const LARGEST_ID = 2_147_483_647

/** Reads an id: digits alone, as JSON writes them. Undefined: no row has such an id. */
export function parseId(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN
  return id <= LARGEST_ID ? id : undefined
}
