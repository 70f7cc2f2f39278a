import { toBuffer, toString as toText } from 'qrcode'

/** How much of a code may be unreadable, and how many empty modules are around it: what scanners ask for at least. */
const OPTIONS = { errorCorrectionLevel: 'Q', margin: 4 } as const

/** Squares of black and white need no filter, which would be four fifths of the work. */
const PLAIN = { deflateLevel: 3, filterType: 0 }

/** A QR code as an image in PNG, about 250 pixels wide. */
export const qrPng = (text: string): Promise<Buffer> => toBuffer(text, { ...OPTIONS, type: 'png', scale: 6, rendererOpts: PLAIN })

/** A QR code as an image in SVG, black on white. */
export const qrSvg = (text: string): Promise<string> => toText(text, { ...OPTIONS, type: 'svg' })

/** A QR code for a terminal, in half blocks. */
export const qrTerminal = (text: string): Promise<string> => toText(text, { errorCorrectionLevel: 'L', type: 'utf8' })
