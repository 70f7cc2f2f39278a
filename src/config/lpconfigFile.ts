import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type LpconfigSection, parseLpconfig } from '../domain/lpconfig.js'
import type { Parser } from './parsers.js'

/** Bytes of the operator's file: each app that is set up gets all of it. */
const LARGEST = 262_144

/** The operator's own entries for apps, as they stand in a file. */
export class LpconfigFile {
  constructor(
    readonly path: string,
    readonly sections: readonly LpconfigSection[],
  ) {}

  /** What `cli config` shows. */
  toString(): string {
    return this.path
  }
}

/** A file in the format of Linphone's configuration, read when the configuration is. */
export const lpconfigFile: Parser<LpconfigFile> = (value) => {
  const path = resolve(value)
  const bytes = contentOf(path)
  if (bytes.length > LARGEST) throw new Error(`${path} has more than ${LARGEST} bytes`)
  const read = parseLpconfig(textOf(path, bytes))
  if ('faults' in read) throw new Error(`${path}: ${read.faults.join('; ')}`)
  return new LpconfigFile(path, read.sections)
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(`${path} cannot be read (${(error as Error).message})`)
  }
}

function textOf(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Error(`${path} is not UTF-8`)
  }
}
