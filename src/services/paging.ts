import { invalidField } from '../domain/errors.js'
import { LARGEST_ID } from '../domain/ids.js'

/** Cursors of a list in the order of ids. */
export interface Cursors {
  /** What a client sends to get the page after this id. */
  write(id: number): string
  /** @throws AppError 422 for what is not a cursor of this list */
  read(cursor: string): number
}

/** @param letter tells the cursors of one list from another's */
export const cursors = (letter: string): Cursors => ({
  write: (id) => Buffer.from(`${letter}${id}`).toString('base64url'),
  read(cursor) {
    const text = Buffer.from(cursor, 'base64url').toString('latin1')
    const id = text.startsWith(letter) && /^\d{1,10}$/.test(text.slice(letter.length)) ? Number(text.slice(letter.length)) : Number.NaN
    if (!(id <= LARGEST_ID)) throw invalidField('cursor', 'This is no cursor of ours. Start again with an empty one.')
    return id
  },
})
