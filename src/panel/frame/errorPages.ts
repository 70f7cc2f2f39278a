import type { Context } from 'koa'
import { AppError } from '../../domain/errors.js'
import { appErrorOf, noteError } from '../../http/errors.js'
import type { Texts } from '../../texts/languages.js'
import { PageError } from './pageError.js'
import { show } from './render.js'
import type { Visit } from './visit.js'
import { retryText } from './words/waits.js'

/**
 * Shows an error as a page, to those who asked for one. Programs that ask for no HTML get what the API would say.
 * @throws the error, if it is not for a page to show
 */
export function showError(visit: Visit, error: unknown): void {
  const { ctx, deps } = visit
  if (!(error instanceof PageError) && !wantsPage(ctx)) throw error
  const known = error instanceof PageError ? error : appErrorOf(error)
  ctx.state.code = known instanceof AppError ? known.code : known.page
  if (known instanceof AppError) noteError(ctx, deps.log, known, error)
  if ('headers' in known) for (const [name, value] of Object.entries(known.headers)) ctx.set(name, value)
  const words = wordsFor(visit, known)
  show(visit, 'error', { title: words.title, status: known.status, model: { words, requestId: ctx.state.requestId } })
}

function wordsFor({ t, language }: Visit, error: PageError | AppError): { title: string; text: string } {
  if (error instanceof PageError) return t.errorPages[error.page]
  const words = t.errorPages[pageFor(error.status)]
  const wait = error.status === 429 ? retryText(language, error.headers) : undefined
  return wait === undefined ? words : { ...words, text: t.error.again(wait) }
}

const wantsPage = (ctx: Context): boolean => ctx.method === 'POST' || ctx.accepts('json', 'html') === 'html'

function pageFor(status: number): keyof Texts['errorPages'] {
  if (status === 404 || status === 405) return 'notFound'
  if (status === 403) return 'notAllowed'
  if (status === 429) return 'tooMany'
  return status === 503 ? 'unavailable' : status >= 500 ? 'fault' : 'badForm'
}
