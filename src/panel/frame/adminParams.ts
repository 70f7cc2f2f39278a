import { parseId } from '../../domain/ids.js'
import { PageError } from './pageError.js'
import type { Visit } from './visit.js'

/** The id in a page's path, or another one there. @throws PageError 404 when it can name nothing */
export function idInPath({ ctx }: Visit, name = 'id'): number {
  const id = parseId(String(ctx.params[name]))
  if (id === undefined) throw new PageError(404, 'notFound')
  return id
}
