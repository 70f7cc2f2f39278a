import { parseId } from '../../domain/ids.js'
import { PageError } from './pageError.js'
import type { Visit } from './visit.js'

/** The id in a page's path. @throws PageError 404 when it can name nothing */
export function idInPath({ ctx }: Visit): number {
  const id = parseId(String(ctx.params.id))
  if (id === undefined) throw new PageError(404, 'notFound')
  return id
}
