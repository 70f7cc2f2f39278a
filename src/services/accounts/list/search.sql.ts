import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { AccountSearch } from '../../../domain/accountSearch.js'

// What a search means on both databases. The index of three characters in a row that finds it (migration `search_and_totals`) is FTS5 on SQLite, pg_trgm on
// PostgreSQL.

export type Field = 'username' | 'email' | 'phone' | 'display_name'
/** A part that is looked for in some of the fields. */
export interface Part {
  fields: readonly Field[]
  text: string
}

/** Characters that the index knows a part by: of a shorter one it is asked whether a name begins with it. */
const INDEXED = 3
const length = (text: string): number => [...text].length

/** Whether the index knows a text. */
export const isIndexed = (text: string): boolean => length(text) >= INDEXED

/** Where a part is looked for that is looked for everywhere. */
export const EVERY_FIELD: readonly Field[] = ['username', 'email', 'phone', 'display_name']

/** What is looked for in which fields, as far as the index knows it: what is looked for in all of them is one part, of which less is looked at. */
export function partsOf({ parts, shown, digits }: AccountSearch): Part[] {
  const typed = shown.find((text) => parts.includes(text.toLowerCase()))
  const all: Part[] = [
    ...(typed === undefined ? [] : [{ fields: EVERY_FIELD, text: typed }]),
    ...parts.filter((text) => text !== typed?.toLowerCase()).map((text): Part => ({ fields: ['username', 'email', 'phone'], text })),
    ...shown.filter((text) => text !== typed).map((text): Part => ({ fields: ['display_name'], text })),
  ]
  if (digits !== undefined && !parts.includes(digits)) all.push({ fields: ['phone', 'username'], text: digits })
  return all.filter(({ text }) => isIndexed(text))
}

/** Texts too short for the index: user names, e-mail addresses and display names that begin with them are found. */
export const begins = ({ parts, shown }: AccountSearch): { parts: string[]; shown: string[] } => ({
  parts: parts.filter((text) => !isIndexed(text)),
  shown: shown.filter((text) => !isIndexed(text)),
})

/** `ab`, `Ab`, `aB`, `AB`. */
const casesOf = (text: string): string[] =>
  [...text].reduce((begun, letter) => begun.flatMap((one) => [...new Set([letter, letter.toUpperCase()])].map((next) => one + next)), [''])

/** A text that names of a column with an index begin with. */
export interface Begin {
  name: Prisma.Sql
  text: string
}

/** The begins of names that a search of a short text finds, as the indexes of SQLite have them. */
export function beginsOf(search: AccountSearch): Begin[] {
  const { parts, shown } = begins(search)
  const begin = (column: Field, text: string): Begin => ({ name: Prisma.raw(column), text })
  return [
    ...parts.flatMap(casesOf).flatMap((text) => [begin('username', text), begin('email', text)]),
    ...[...new Set(shown.flatMap(casesOf))].map((text) => begin('display_name', text)),
  ]
}

export const beginsWith = ({ name, text }: Begin): Prisma.Sql => Prisma.sql`(${name} >= ${text} and ${name} < ${`${text}\u{10ffff}`})`

/** Parts of `username@domain` that have the `@`: the end of a user name with it, and the begin of its domain. */
export const addresses = ({ parts }: AccountSearch): { part: string; name: string; domain: string }[] =>
  parts
    .filter((part) => part.includes('@'))
    .map((part) => ({ part, name: part.slice(0, part.indexOf('@') + 1), domain: part.slice(part.indexOf('@') + 1) }))

/** What a search names: each has an index. */
export function named({ exact: { id, address, usernames, emails, phones } }: AccountSearch): Prisma.Sql[] {
  const any: Prisma.Sql[] = []
  if (id !== undefined) any.push(Prisma.sql`id = ${id}`)
  if (address) {
    const names = [...new Set([address.username, address.username.toLowerCase()])]
    any.push(Prisma.sql`(username in (${Prisma.join(names)}) and domain = ${address.domain})`)
  }
  if (usernames.length > 0) any.push(Prisma.sql`username in (${Prisma.join(usernames)})`)
  if (emails.length > 0) any.push(Prisma.sql`email in (${Prisma.join(emails)})`)
  if (phones.length > 0) any.push(Prisma.sql`phone in (${Prisma.join(phones)})`)
  return any
}
