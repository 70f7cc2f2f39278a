import ICAL from 'ical.js'
import { invalidField } from '../../domain/errors.js'
import { folded, hasControl, unfolded } from '../../domain/vcard.js'

/** What is kept of a vCard. */
export interface Card {
  uid: string
  /** in lines of at most 75 bytes, each ended by `\n` */
  text: string
}

/** Bytes that a vCard may have. */
const LARGEST = 65_536
/** Lines that one may have, unfolded: reading one takes some microseconds. */
const MOST_LINES = 1_000
const LONGEST_UID = 255

/** A property as the library reads it (jCard, RFC 7095 section 3.3). */
type Property = [name: string, parameters: object, type: string, ...values: unknown[]]

/**
 * Reads a vCard of version 4.0 (RFC 6350) or 3.0 (RFC 2426). The library judges it, and its text is kept: written anew by the library, a value that
 * it reads differently from who wrote it would change at each turn.
 * @throws AppError 422 that says what it lacks
 */
export function readCard(vcard: string): Card {
  if (hasControl(vcard)) throw invalid('A vCard has no control characters.')
  const lines = unfolded(vcard)
  if (lines.length > MOST_LINES) throw invalid(`A vCard has up to ${MOST_LINES} lines.`)
  const text = folded(lines, '\n')
  if (Buffer.byteLength(text) > LARGEST) throw invalid(`A vCard has up to ${LARGEST} bytes.`)
  const properties = propertiesOf(lines)
  const only = (name: string): string | undefined => {
    const [value, ...others] = properties.filter(([one]) => one === name).map(([, , , first]) => String(first).trim())
    return others.length === 0 ? value : undefined
  }
  if (!['3.0', '4.0'].includes(only('version') ?? '')) throw invalid('A vCard has one VERSION, which is 4.0 or 3.0.')
  if (!properties.some(([name, , , value]) => name === 'fn' && String(value).trim() !== ''))
    throw invalid('A vCard has FN, a name for people.')
  const uid = only('uid') ?? ''
  if (uid === '' || uid.length > LONGEST_UID || /\p{Cc}/u.test(uid))
    throw invalid(`A vCard has one UID, with 1 to ${LONGEST_UID} characters.`)
  return { uid, text }
}

/** The properties between BEGIN and END, which the library does not compare. @throws AppError 422 for what is not one vCard */
function propertiesOf(lines: readonly string[]): Property[] {
  const [first, ...others] = lines.map((line) => /^(begin|end)[:;]/i.test(line) && line.trim().toLowerCase())
  if (first !== 'begin:vcard' || others.pop() !== 'end:vcard' || others.some(Boolean))
    throw invalid('This is not one vCard, from BEGIN:VCARD to END:VCARD.')
  try {
    const [, properties] = ICAL.parse(lines.join('\r\n')) as unknown as [name: string, properties: Property[]]
    return properties
  } catch {
    throw invalid('This is no vCard: each of its lines has a name, a colon and a value.')
  }
}

const invalid = (text: string) => invalidField('vcard', text)

/** The UIDs by which a path may mean a vCard: as it stands there, and with or without what a UUID has in front. */
export const uidsMeantBy = (name: string): string[] => [
  name,
  ...(/^urn:uuid:/i.test(name) ? [name.slice('urn:uuid:'.length)] : [`urn:uuid:${name}`]),
]
