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
  write: (id) => written(`${letter}${id}`),
  read: (cursor) => idIn(new RegExp(`^${letter}(\\d{1,10})$`).exec(textOf(cursor))?.[1]),
})

/** A place in the order of times, and of ids within a moment. */
export interface Moment {
  createdAt: Date
  id: number
}

/** The end of the year 9999, milliseconds: a later time is a text of another length, which SQLite takes for an earlier one. */
export const LAST_MS = Date.UTC(10_000, 0, 1) - 1

/** Cursors of a list in the order of times: they have the time too, as the row itself may be gone by then. */
export const momentCursors = (letter: string) => ({
  write: ({ createdAt, id }: Moment): string => written(`${letter}${createdAt.getTime()}.${id}`),
  /** @throws AppError 422 for what is not a cursor of this list */
  read(cursor: string): Moment {
    const [, ms, id] = new RegExp(`^${letter}(\\d{1,15})\\.(\\d{1,10})$`).exec(textOf(cursor)) ?? []
    return { createdAt: new Date(Math.min(Number(ms), LAST_MS)), id: idIn(id) }
  },
})

const written = (text: string): string => Buffer.from(text).toString('base64url')
const textOf = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('latin1')

function idIn(text: string | undefined): number {
  const id = text === undefined ? Number.NaN : Number(text)
  if (!(id <= LARGEST_ID)) throw invalidField('cursor', 'This is no cursor of ours. Start again with an empty one.')
  return id
}
