import type { Context } from 'koa'
import bodyParser from 'koa-bodyparser'
import { AppError } from '../domain/errors.js'
import type { ApiRequest } from './apiRequest.js'

/** Bytes that a body may have, unless the contract says otherwise by `x-body-limit`. */
const BODY_LIMIT = 65_536

const parsers = new Map<number, ReturnType<typeof bodyParser>>()
const done = async (): Promise<void> => undefined

/** Reads the body of an operation that takes one. A fault of the body is told once it is known who asks. */
export async function takeBody(request: ApiRequest): Promise<void> {
  const { operation, ctx } = request
  if (!operation.requestBody) return
  try {
    request.body = await readBody(ctx, operation['x-body-limit'])
  } catch (error) {
    request.bodyFault = error as Error
  }
}

/**
 * The JSON body; undefined when there is none (curl asks for its challenge with an empty POST).
 * @throws AppError 400 malformed_json, 413 body_too_large, 415 unsupported_media_type
 */
async function readBody(ctx: Context, limit = BODY_LIMIT): Promise<unknown> {
  const { 'content-length': length, 'transfer-encoding': chunked, 'content-encoding': encoding } = ctx.req.headers
  if (chunked === undefined && (length === undefined || length === '0')) return undefined
  if (Number(length) > limit) throw tooLarge(limit)
  if (!ctx.is('application/json'))
    throw new AppError(415, 'unsupported_media_type', 'Send the body as JSON, with Content-Type: application/json.')
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new AppError(415, 'unsupported_media_type', 'Send the body as it is, without Content-Encoding.')
  }
  const parse = parserFor(limit)
  await parse(ctx as Parameters<typeof parse>[0], done)
  // koa-bodyparser gives {} for an empty body
  return ctx.request.rawBody === '' ? undefined : ctx.request.body
}

function parserFor(limit: number): ReturnType<typeof bodyParser> {
  const known = parsers.get(limit)
  if (known) return known
  const parse = bodyParser({
    enableTypes: ['json'],
    jsonLimit: String(limit),
    strict: true,
    onerror: (error) => {
      throw fault(error, limit)
    },
  })
  parsers.set(limit, parse)
  return parse
}

const tooLarge = (limit: number): AppError => new AppError(413, 'body_too_large', `The body may have ${limit} bytes.`)

function fault(error: Error & { status?: number; type?: string }, limit: number): AppError {
  if (error.status === 413) return tooLarge(limit)
  if (error.status === 415 || error.type === 'encoding.unsupported' || error.type === 'charset.unsupported') {
    return new AppError(415, 'unsupported_media_type', 'Send the body as JSON in UTF-8.', { cause: error })
  }
  return new AppError(400, 'malformed_json', 'The body is no JSON object. Check its quotes, commas and braces.', { cause: error })
}
