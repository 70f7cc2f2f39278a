import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Context } from 'koa'

/** What `br` and `gzip` make of it; a better `br` takes ten times as long, once. */
const ENCODERS = {
  br: (content: Buffer) => brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (content: Buffer) => gzipSync(content),
} as const

/**
 * Answers with a file that is the same for everybody, in the encoding that the browser prefers (RFC 9110 section 12.5.3): each is made when it is first asked for. Not for pages
 * with secrets, whose length would tell of them.
 */
export function compressible(content: Buffer): (ctx: Context) => void {
  const made = new Map<keyof typeof ENCODERS, Buffer>()
  return (ctx) => {
    ctx.vary('Accept-Encoding')
    const encoding = ctx.acceptsEncodings('br', 'gzip', 'identity')
    if (encoding !== 'br' && encoding !== 'gzip') {
      ctx.body = content
      return
    }
    const body = made.get(encoding) ?? ENCODERS[encoding](content)
    made.set(encoding, body)
    ctx.set('Content-Encoding', encoding)
    ctx.body = body
  }
}
