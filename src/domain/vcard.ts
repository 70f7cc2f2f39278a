/** Bytes that a line has at most, without its end (RFC 6350 section 3.2). */
const LONGEST_LINE = 75

/** A control character that no vCard can hold (RFC 6350 section 3.3: VALUE-CHAR). */
const CONTROL = /(?![\t\n\r])\p{Cc}/gu

/** A value that is no text, a URI for one: as it is, but for what would end its line. */
export const vcardValue = (value: string): string => value.replace(/\p{Cc}/gu, '')

/** A text, or a part of a compound value: `\`, `,`, `;` and line breaks are escaped (RFC 6350 section 3.4). */
export const vcardText = (text: string): string =>
  text
    .replace(CONTROL, '')
    .replace(/[\\,;]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')

/** Whether a text has a character that no vCard can hold. */
export const hasControl = (text: string): boolean => text.search(CONTROL) >= 0

/** The lines of a vCard, unfolded (RFC 6350 section 3.2); blank ones are left out. They may end in any way: what one reader takes for a line end is one here. */
export const unfolded = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')

/** Lines as they are sent: each folded between characters, and ended by `end`. */
export const folded = (lines: readonly string[], end: '\r\n' | '\n'): string => lines.map((line) => `${fold(line, end)}${end}`).join('')

/** RFC 6350 section 3.2; the blank that begins a further line counts. */
function fold(line: string, end: string): string {
  if (Buffer.byteLength(line) <= LONGEST_LINE) return line
  const parts: string[] = []
  let bytes = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (bytes + size > LONGEST_LINE) {
      parts.push(end, ' ')
      bytes = 1
    }
    parts.push(character)
    bytes += size
  }
  return parts.join('')
}
