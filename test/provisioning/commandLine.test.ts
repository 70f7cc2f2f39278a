// runs once: the command opens a database of its own

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import jsQR from 'jsqr'
import { useCommandLine } from '../support/cli.js'

/** What the QR code says that stands in half blocks at the end of a text. */
function readTerminalQr(text: string): string {
  const lines = text.split('\n').filter((line) => /[▀▄█]/.test(line))
  const width = Math.max(...lines.map((line) => line.length))
  const rows = lines.flatMap((line) => {
    const signs = [...line.padEnd(width)]
    return [signs.map((sign) => sign === '█' || sign === '▀'), signs.map((sign) => sign === '█' || sign === '▄')]
  })
  const scale = 4
  const [w, h] = [width * scale, rows.length * scale]
  const pixels = new Uint8ClampedArray(w * h * 4).fill(255)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const light = rows[Math.floor(y / scale)]![Math.floor(x / scale)]
      pixels.fill(light ? 255 : 0, (y * w + x) * 4, (y * w + x) * 4 + 3)
    }
  const found = jsQR.default(pixels, w, h)
  if (!found) throw new Error(`no readable QR code:\n${text}`)
  return found.data
}

describe('provision', () => {
  const cli = useCommandLine({ PUBLIC_URL: 'https://accounts.example.org', TRUST_PROXY: '0' })
  beforeAll(() => cli.inside((_, make) => make.user({ username: 'bob.builder' })))

  test('prints the link, until when it is good, and its QR code', async () => {
    const { code, stdout, stderr } = await cli.run(['provision', 'bob.builder'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [url, until] = stdout.split('\n')
    expect(url).toMatch(/^https:\/\/accounts\.example\.org\/provisioning\/\w{13}$/)
    expect(until).toMatch(/^It works once, until \d{4}-\d\d-\d\dT[\d:]{8}Z\.$/)
    expect(readTerminalQr(stdout)).toBe(url)
  })

  test('prints JSON alone with --json, and the address that resets the password when it is asked to', async () => {
    const { url, expires_at } = await cli.json('provision', 'sip:bob.builder@sip.example.org', '--reset-password')
    expect(url).toMatch(/\/provisioning\/\w{13}\?reset_password=1$/)
    expect(Date.parse(expires_at)).toBeGreaterThan(Date.now() + 6.9 * 86_400_000)
    await cli.inside(async ({ db }) => expect(await db.prisma.oneTimeLink.count()).toBe(1))
    expect(await cli.run(['provision', 'nobody.here'])).toMatchObject({ code: 1, stderr: 'There is no account nobody.here.\n' })
  })

  test('is a finding of doctor: the entries of the file, or its faults', async () => {
    const [good, bad] = [join(cli.folder, 'good.ini'), join(cli.folder, 'bad.ini')]
    await writeFile(good, '[ui]\na=1\nb=2\n')
    await writeFile(bad, 'a=1\n')
    const doctor = (file: string) => cli.run(['doctor'], { PROVISIONING_FILE: file })
    expect((await doctor(good)).stdout).toContain(`2 entries in ${good}`)
    const failed = await doctor(bad)
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('line 1: the entry a stands in no section')])
    expect((await cli.run(['doctor'])).stdout).toMatch(/^provisioning +off/m)
    expect((await cli.run(['config'], { PROVISIONING_FILE: good })).stdout).toContain(good)
  })
})
