import type { Socket } from 'node:net'
import { join } from 'node:path'
import { openRegistrar } from '../../src/registrar/openRegistrar.js'
import type { Registrar } from '../../src/registrar/registrar.js'
import { FlexisipSocket, type Generation, type Registered } from './flexisipSocket.js'
import { useFolder } from './folder.js'
import { useClosing, useForEach } from './use.js'

/** between the recorded registrations and their end. Milliseconds */
export const NOW = 1_795_472_000_000
export const URN = 'urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a00'
export const ALICE = { username: 'alice', domain: 'sip.example.test' }
export const ADDRESS = 'sip:alice@sip.example.test'

/** A registration that lasts ten minutes around NOW. */
export const phone = (key: string, more: Partial<Registered> = {}): Registered => ({
  key,
  expiresAt: NOW / 1000 + 300,
  updateTime: NOW / 1000 - 300,
  userAgent: 'LinphoneAndroid/5.2.5 (Pixel 8) LinphoneSDK/5.3',
  ...more,
})

/** @returns starts Flexisip's command socket and a registrar that asks it, for one test */
export function useCommandSocket() {
  const folder = useFolder(useForEach)
  const closing = useClosing()
  return async (generation: Generation, timeoutMs = 2_000) => {
    const path = join(folder.path, 'socket')
    const flexisip = closing(await FlexisipSocket.listen({ path, generation }), (one) => one.close())
    const registrar = closing(openRegistrar(`unix:${path}`, { now: () => NOW, timeoutMs }), (one) => one.close())
    return { path, flexisip, registrar }
  }
}

/** Whatever a registrar can be asked about alice. */
export const everyWay = (registrar: Registrar) => [
  () => registrar.list(ALICE),
  () => registrar.remove(ALICE, `${URN}1`),
  () => registrar.removeAll(ALICE),
]

export async function inPieces(connection: Socket, bytes: Buffer, size: number): Promise<void> {
  for (let at = 0; at < bytes.length && !connection.destroyed; at += size) {
    await new Promise<void>((resolve) => connection.write(bytes.subarray(at, at + size), () => resolve()))
  }
  connection.end()
}
