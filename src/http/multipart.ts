import { Busboy } from '@fastify/busboy'
import type { Context } from 'koa'
import { BodyError, bodyBytes } from './body.js'

/** A file that a form has sent. */
export interface Upload {
  bytes: Buffer
  /** '' when no file was chosen */
  name: string
}

/** What a form with a file has. `tooLarge`: more than it may; `malformed`: it is no such form. Nothing of these was read. */
export type MultipartForm = { fields: [name: string, value: string][]; upload: Upload } | 'tooLarge' | 'malformed'

/** How many times the bytes that a file may have are read of one that is too large: a browser that is cut off while it sends shows no answer. */
const READ_ON = 3
/** Bytes beside the file. */
const REST = 65_536
/** Characters of the name of a file that are kept. */
const LONGEST_NAME = 100

/**
 * Reads a form of `multipart/form-data` (RFC 7578) with one file, or a text in the place of it.
 * @param limit bytes of the file
 */
export async function readMultipart(ctx: Context, limit: number): Promise<MultipartForm> {
  try {
    return await parsed(await bodyBytes(ctx, READ_ON * limit + REST), ctx.get('content-type'), limit)
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    return error.fault === 'tooLarge' ? 'tooLarge' : 'malformed'
  }
}

function parsed(body: Buffer, type: string, limit: number): Promise<MultipartForm> {
  return new Promise((resolve) => {
    const fields: [string, string][] = []
    const upload: Upload = { bytes: Buffer.alloc(0), name: '' }
    let tooLarge = false
    const bad = () => resolve('malformed')
    const limits = { files: 1, fileSize: limit, fields: 16, fieldSize: limit, parts: 17, headerPairs: 20, headerSize: 8_192 }
    const parser = parserOf(type, limits)
    if (!parser) return bad()
    parser.on('file', (_, stream, name) => {
      const chunks: Buffer[] = []
      stream.on('error', bad) // the body ends within the file: nobody else listens, and that would end the process
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => {
        tooLarge = true
      })
      stream.on('end', () => Object.assign(upload, { bytes: Buffer.concat(chunks), name: (name ?? '').slice(0, LONGEST_NAME) }))
    })
    parser.on('field', (name, value, _, isCut) => {
      tooLarge ||= isCut
      fields.push([name, value])
    })
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) parser.on(limit, bad)
    parser.on('error', bad)
    parser.on('finish', () => resolve(tooLarge ? 'tooLarge' : { fields, upload }))
    parser.end(body)
  })
}

/** Undefined for a type that says no boundary. */
function parserOf(type: string, limits: ConstructorParameters<typeof Busboy>[0]['limits']) {
  try {
    return new Busboy({ headers: { 'content-type': type }, limits })
  } catch {
    return undefined
  }
}
