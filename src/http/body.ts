import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Context, Middleware } from 'koa'
import rawBody from 'raw-body'

/** Why a body is not read: more bytes than allowed, a coding or charset that is not taken, bytes that are not UTF-8, or an end before its time. */
export type BodyFault = 'tooLarge' | 'encoded' | 'charset' | 'notUtf8' | 'cut'

export class BodyError extends Error {
  constructor(
    readonly fault: BodyFault,
    options?: ErrorOptions,
  ) {
    super(`body: ${fault}`, options)
  }
}

/** Bytes of a body that nobody wanted which are read all the same, so that its sender gets to read the answer: several times what any body may have. */
const DRAINED = 4_194_304
/** How long a sender of more has to read the answer: a connection that ends over unread bytes is reset, and takes the answer with it. Milliseconds. */
const LINGER_MS = 1_000

const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i
const decoder = new TextDecoder('utf-8', { fatal: true })
/** connections whose request has its answer, and not its end yet */
const answeredEarly = new WeakSet<Socket>()

/** Whether bytes follow the headers (RFC 9112 section 6.3). */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0')

/**
 * The text of a body, which is UTF-8 in any case: nothing is repaired, as a repaired password is another one. Who waits for `100 Continue` gets it here,
 * and so only when the body is wanted.
 * @param limit bytes
 * @throws BodyError
 */
export async function bodyText(ctx: Context, limit: number): Promise<string> {
  if (!/^(utf-?8)?$/i.test(ctx.request.charset)) throw new BodyError('charset')
  const bytes = await bodyBytes(ctx, limit)
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new BodyError('notUtf8', { cause })
  }
}

/** The bytes of a body, whatever they are. @param limit bytes @throws BodyError */
export async function bodyBytes({ req, res }: Context, limit: number): Promise<Buffer> {
  const { 'content-length': length, 'content-encoding': encoding, expect } = req.headers
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') throw new BodyError('encoded')
  if (Number(length) > limit) throw new BodyError('tooLarge')
  if (expect !== undefined && CONTINUE.test(expect) && req.httpVersion === '1.1') res.writeContinue()
  return rawBody(req, { limit, ...(length !== undefined && { length }) }).catch((error: { status?: number }) => {
    throw new BodyError(error.status === 413 ? 'tooLarge' : 'cut', { cause: error })
  })
}

function dropRest(req: IncomingMessage): void {
  if (req.readableEnded) return
  let bytes = 0
  const { socket } = req
  answeredEarly.add(socket)
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= DRAINED || req.isPaused()) return
    req.pause()
    setTimeout(() => socket.destroy(), LINGER_MS).unref()
  })
  // behind the last answer Node would destroy the socket, and the reset that follows unread bytes could overtake the answer: so half of it is closed first
  const { destroySoon } = socket
  socket.destroySoon = () => void socket.end()
  req.on('end', () => {
    answeredEarly.delete(socket)
    socket.destroySoon = destroySoon
    if (socket.writableEnded) socket.destroySoon()
  })
  req.resume()
}

/**
 * Lets go of a body that was not read, or not to its end, when its request is answered: what comes is thrown away, and after so many bytes the
 * connection ends. A client that sends on is not cut off before it could read the answer.
 */
export function dropUnreadBodies(): Middleware {
  const dropping: Middleware = async (ctx, next) => {
    await next()
    dropRest(ctx.req)
  }
  return (ctx, next) => (hasBody(ctx.req) ? dropping(ctx, next) : next())
}

/** Whether the request that this connection is busy with has been answered before its body came to an end. */
export const isAnsweredEarly = (socket: unknown): boolean => answeredEarly.has(socket as Socket)
