import { qrPng } from '../../../lib/qrCode.js'

/** An address for an app, as a page shows it. */
export interface AppLink {
  /** what the app asks */
  url: string
  /** the same for the app on this device to open */
  open: string
  /** the same as a QR code: a `data:` URL of an image */
  qrCode: string
}

/** Apps take `linphone-config://host/…` for https, on all systems. */
export async function appLink(url: string): Promise<AppLink> {
  const open = url.startsWith('https://') ? `linphone-config://${url.slice('https://'.length)}` : `linphone-config:${url}`
  return { url, open, qrCode: `data:image/png;base64,${(await qrPng(url)).toString('base64')}` }
}
