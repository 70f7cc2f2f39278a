import { PageError } from './pageError.js'
import type { Visit } from './visit.js'

/** The largest id that a database gives. */
const LARGEST_ID = 2_147_483_647

/** The id in a page's path. @throws PageError 404 when it can name nothing */
export function idInPath({ ctx }: Visit): number {
  const text = String(ctx.params.id)
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(id <= LARGEST_ID)) throw new PageError(404, 'notFound')
  return id
}
