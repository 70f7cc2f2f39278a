import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Use, useForAll } from './use.js'

export interface TemporaryFolder {
  path: string
  remove(): Promise<void>
}

/** An empty folder; `remove` at the end. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'accounts-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** An empty folder for all tests of the block, or for each. */
export const useFolder = (use: Use = useForAll): TemporaryFolder => use(temporaryFolder, (folder) => folder.remove())
