import type { LegacyRow } from '../../../db/transfer/legacyDatabase.js'
import type { NewCard } from '../rows.sql.js'
import { timesOf } from './dates.js'

/** Bytes that a vCard may have. */
const LARGEST = 65_536
const LONGEST_UID = 255
/** What no vCard can hold (RFC 6350 section 3.3: VALUE-CHAR). */
const CONTROL = /(?![\t\n\r])\p{Cc}/u

/**
 * A vCard as it is kept here, by the whole UID that it says: FlexiAPI 2.0 keeps it by the bare UUID.
 * @returns why it cannot be taken otherwise
 */
export function cardOf(row: LegacyRow, accountId: number, now: Date): NewCard | string {
  const text = String(row.vcard ?? '').replace(/^\uFEFF/, '')
  if (CONTROL.test(text)) return 'it has control characters'
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  const vcard = lines.map((line) => `${line}\n`).join('')
  if (Buffer.byteLength(vcard) > LARGEST) return `it has more than ${LARGEST} bytes`
  const unfolded = vcard.replace(/\n[ \t]/g, '').split('\n')
  const frames = unfolded.filter((line) => /^(begin|end):/i.test(line)).map((line) => line.trim().toLowerCase())
  if (frames.join() !== 'begin:vcard,end:vcard' || !/^begin:/i.test(unfolded[0]!) || !/^end:/i.test(unfolded.at(-2)!))
    return 'it is not one vCard, from BEGIN:VCARD to END:VCARD'
  const uids = unfolded.flatMap((line) => /^(?:[a-z0-9-]+\.)?uid(?:;[^:]*)?:(.*)$/i.exec(line)?.[1]?.trim() ?? [])
  const [uid, ...others] = uids
  if (!uid || others.length > 0 || uid.length > LONGEST_UID) return 'it has not one UID'
  return { accountId, uid, vcard, ...timesOf(row, now) }
}
