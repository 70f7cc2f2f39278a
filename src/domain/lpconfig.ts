/** A section of a Linphone configuration: its entries in their order, each name once. */
export interface LpconfigSection {
  name: string
  entries: [name: string, value: string][]
}

/** A character that XML 1.0 cannot hold, even escaped (XML 1.0, "Characters"). */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** The text without characters that XML 1.0 cannot hold. */
export const xmlText = (text: string): string => text.replace(NOT_IN_XML, '')

/** Control characters, and those that XML cannot hold: a file with one is damaged. */
const BAD_CHARACTERS = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u

/** What the service alone can say: a file that said it too would be overruled without a word. */
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  proxy_0: ['reg_identity', 'realm'],
  misc: ['contacts-vcard-list', 'transient_provisioning'],
}

/**
 * Reads a Linphone configuration (lpconfig): `[section]`, `name=value`, and lines that start with `#` or `;`. A value is everything behind the first `=`
 * as it stands, without the blanks around it: `yes`, `null`, quotes, brackets, `;` and `=` mean nothing. A section that comes twice is one.
 * @returns the sections, or the faults of all lines, each with its number
 */
export function parseLpconfig(text: string): { sections: LpconfigSection[] } | { faults: string[] } {
  const sections = new Map<string, LpconfigSection>()
  const faults: string[] = []
  let current: LpconfigSection | undefined
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.replace(/\t/g, ' ').trim()
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    const read = readLine(line, current)
    if ('fault' in read) faults.push(`line ${index + 1}: ${read.fault}`)
    else if ('section' in read) {
      current = sections.get(read.section) ?? { name: read.section, entries: [] }
      sections.set(current.name, current)
    } else current!.entries.push(read.entry)
  }
  return faults.length > 0 ? { faults } : { sections: [...sections.values()] }
}

type Line = { section: string } | { entry: [string, string] } | { fault: string }

function readLine(line: string, current: LpconfigSection | undefined): Line {
  if (BAD_CHARACTERS.test(line)) return { fault: 'it has a control character' }
  if (line.startsWith('[')) return readSection(line)
  const at = line.indexOf('=')
  if (at < 0) return { fault: 'this is neither [section] nor name=value' }
  const name = line.slice(0, at).trim()
  if (name === '') return { fault: 'the entry has no name' }
  if (!current) return { fault: `the entry ${name} stands in no section` }
  if (current.entries.some(([known]) => known === name)) return { fault: `the section ${current.name} has the entry ${name} already` }
  if (RESERVED[current.name]?.includes(name)) return { fault: `the service itself says ${current.name}/${name}: leave it out` }
  return { entry: [name, line.slice(at + 1).trim()] }
}

function readSection(line: string): Line {
  const name = /^\[([^[\]]*)\]$/.exec(line)?.[1]?.trim()
  if (name === undefined) return { fault: 'a section is written as [name], with nothing behind it' }
  if (name === '') return { fault: 'the section has no name' }
  if (/^auth_info_/.test(name)) return { fault: `the service itself says [${name}]: apps keep one, that of the account` }
  return { section: name }
}
