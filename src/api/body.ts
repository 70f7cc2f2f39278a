import { parse } from '@hapi/bourne'
import { AppError } from '../domain/errors.js'
import { BodyError, bodyText, hasBody } from '../http/body.js'
import type { ApiRequest } from './apiRequest.js'

/** Bytes that a body may have, unless the contract says otherwise by `x-body-limit`. */
const BODY_LIMIT = 65_536

/** An escape of half a character, maybe without its other half (RFC 8259 section 8.2). */
const SURROGATE = /\\u[dD][89a-fA-F]/

/**
 * Reads the body of an operation that takes one; there is none when curl asks for its challenge with an empty POST.
 * @throws AppError 400 malformed_json, 413 body_too_large, 415 unsupported_media_type
 */
export async function takeBody(request: ApiRequest): Promise<void> {
  const { operation, ctx } = request
  if (!operation.requestBody || !hasBody(ctx.req)) return
  const limit = operation['x-body-limit'] ?? BODY_LIMIT
  if (Number(ctx.req.headers['content-length']) > limit) throw tooLarge(limit)
  if (!ctx.is('application/json')) throw unsupported('Send the body as JSON, with Content-Type: application/json.')
  const text = await bodyText(ctx, limit).catch((error) => {
    throw faultOf(error, limit)
  })
  if (text === '') return
  request.body = parsed(text)
  request.mayBeIllFormed = SURROGATE.test(text)
}

/** A key `__proto__` is refused: nothing here needs one, and code elsewhere may copy it. */
function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    throw malformed(cause)
  }
}

function faultOf(error: unknown, limit: number): unknown {
  if (!(error instanceof BodyError)) return error
  switch (error.fault) {
    case 'tooLarge':
      return tooLarge(limit)
    case 'encoded':
      return unsupported('Send the body as it is, without Content-Encoding.')
    case 'charset':
      return unsupported('Send the body as JSON in UTF-8.')
    case 'notUtf8':
      return new AppError(400, 'malformed_json', 'The body is not UTF-8. Send its text in this encoding.', { cause: error })
    case 'cut':
      return malformed(error)
  }
}

const tooLarge = (limit: number): AppError => new AppError(413, 'body_too_large', `The body may have ${limit} bytes.`)
const unsupported = (text: string): AppError => new AppError(415, 'unsupported_media_type', text)
const malformed = (cause: unknown): AppError =>
  new AppError(400, 'malformed_json', 'The body is no JSON object. Check its quotes, commas and braces.', { cause })
