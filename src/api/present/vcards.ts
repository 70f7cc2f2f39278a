import { createHash } from 'node:crypto'
import type { components } from '../../../generated/openapi.js'
import { toIsoDate } from '../../domain/dates.js'
import type { VcardRecord } from '../../services/vcards/vcards.js'
import { reply } from '../types.js'

type Schemas = components['schemas']

export const presentVcard = ({ vcard, createdAt, updatedAt }: VcardRecord): Schemas['Vcard'] => ({
  vcard,
  created_at: toIsoDate(createdAt),
  updated_at: toIsoDate(updatedAt),
})

/** vCards as a text of its own, with what tells it from any other: the pipeline answers 304 to who has it already. */
export const vcardFile = (text: string) => {
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22)
  return reply({ status: 200, type: 'text/vcard', body: text, headers: { ETag: `"${tag}"` } })
}

/** The text of vCards that are kept, with the line ends that RFC 6350 asks for (section 3.2). */
export const fileOfVcards = (vcards: readonly VcardRecord[]): string => vcards.map(({ vcard }) => vcard.replaceAll('\n', '\r\n')).join('')
