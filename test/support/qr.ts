import jsQR from 'jsqr'
import { PNG } from 'pngjs'

/** What the QR code in an image says. @throws when there is none that can be read */
export function readQr(png: Buffer): string {
  const { data, width, height } = PNG.sync.read(png)
  const found = jsQR.default(new Uint8ClampedArray(data), width, height)
  if (!found) throw new Error('there is no readable QR code')
  return found.data
}

/** What the QR code of a page says, which has it as a `data:` URL. */
export function qrOfPage(html: string): string {
  const base64 = /src="data:image\/png;base64,([^"]+)"/.exec(html)?.[1]
  if (base64 === undefined) throw new Error(`no QR code on this page:\n${html.slice(0, 2000)}`)
  return readQr(Buffer.from(base64, 'base64'))
}
