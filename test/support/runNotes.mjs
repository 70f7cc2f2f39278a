import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The processes of a run tell its end what they saw: each appends to a file of its own in the folder TEST_SEEN.
 * @typedef {import('./requirements.mjs').Need} Need
 * @typedef {{ need: Need, project: string, file: string }} Skipped a file in whole or in part
 */

/** A test met this status of an operation. @param {string} operationId @param {number} status */
export const noteStatus = (operationId, status) => note('status', `${operationId} ${status}`)

/** A test is not run for lack of something. @param {Skipped} skipped */
export const noteSkipped = ({ need, project, file }) => note('skipped', need, project, file)

/** A schema of PostgreSQL that the end of the run drops. @param {string} name */
export const noteSchema = (name) => note('schema', name)

/** @returns {{ statuses: Set<string>, skipped: Skipped[], schemas: string[] }} statuses as `operationId status` */
export function readNotes() {
  const folder = folderOfRun()
  const lines = readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
  const notes = lines.map((line) => line.split('\t'))
  return {
    statuses: new Set(notes.filter(([kind]) => kind === 'status').map(([, status = '']) => status)),
    skipped: notes
      .filter(([kind]) => kind === 'skipped')
      .map(([, need, project = '', file = '']) => ({ need: /** @type {Need} */ (need), project, file })),
    schemas: notes.filter(([kind]) => kind === 'schema').map(([, name = '']) => name),
  }
}

/** @param {string[]} fields */
function note(...fields) {
  mkdirSync(folderOfRun(), { recursive: true })
  appendFileSync(join(folderOfRun(), `${process.pid}.txt`), `${fields.join('\t')}\n`)
}

/** A folder that is gone when the run has ended. */
export function folderOfRun() {
  const folder = process.env.TEST_SEEN
  if (!folder) throw new Error('TEST_SEEN is not set: test/support/endOfRun.mjs sets it at the start of a run')
  return folder
}
