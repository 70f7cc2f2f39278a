import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import { compressible } from './compressed.js'

/** A file that pages load by an address with its version, so that browsers may keep it for ever. */
export interface VersionedFile {
  /** of its content */
  version: string
  answer(ctx: Context): void
}

/** @param type its media type */
export function versionedFile(content: Buffer, type: string): VersionedFile {
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const answer = compressible(content)
  return {
    version,
    answer(ctx) {
      ctx.set('Cache-Control', ctx.query.v === version ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
      ctx.type = type
      answer(ctx)
    },
  }
}
