import { isUtf8 } from 'node:buffer'

/** Bytes of a file. */
export const MOST_BYTES = 5_000_000

/** Why nothing can be read of a file. */
export type FileFault = 'empty' | 'workbook' | 'encoding'
/** What a file was taken to be written in. */
export type Encoding = 'utf-8' | 'utf-16' | 'windows-1252'

/** ZIP, of which workbooks and OpenDocument files are, and the format of workbooks before. */
const OTHERS = [Buffer.from('PK\u0003\u0004'), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])]
/** Control characters that no text has: bytes that Windows-1252 does not know become some of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/

/**
 * Reads the bytes of a spreadsheet's CSV: UTF-8 with or without its mark, UTF-16 with it, and what is neither as Windows-1252. Nothing is repaired: a
 * repaired password is another one.
 */
export function textOf(bytes: Buffer): { text: string; encoding: Encoding } | { fault: FileFault } {
  if (OTHERS.some((start) => bytes.subarray(0, 4).equals(start))) return { fault: 'workbook' }
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
  const encoding = utf16 ? 'utf-16' : isUtf8(bytes) ? 'utf-8' : 'windows-1252'
  const text = encoding === 'windows-1252' ? fromWindows(bytes) : decoded(bytes, utf16 ?? 'utf-8')
  if (text === undefined || CONTROLS.test(text)) return { fault: 'encoding' }
  return text.trim() === '' ? { fault: 'empty' } : { text, encoding }
}

/** What Windows-1252 has in the place of the control characters 80 to 9f of Latin-1. `TextDecoder` of Node 20 does not know. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const fromWindows = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (sign) => WINDOWS[sign.charCodeAt(0) - 0x80]!)

function decoded(bytes: Buffer, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
