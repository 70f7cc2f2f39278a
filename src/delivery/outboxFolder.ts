import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MessageSender } from './messages.js'
import { looseIdentity } from './push/identity.js'
import type { PushSender } from './push/push.js'

/** What the development outbox holds for each message: one file each (operator's interface). */
export interface OutboxEntry {
  channel: 'email' | 'sms' | 'push'
  to: string
  subject?: string
  text: string
  data: { code?: string; token?: string; link?: string }
  created_at: string
}

/** Writes an entry as `<ISO time>-<channel>-<n>.json`, never over another one. */
async function write(folder: string, now: () => number, entry: Omit<OutboxEntry, 'created_at'>): Promise<void> {
  const createdAt = new Date(now()).toISOString()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (let n = 1; ; n++) {
    const file = join(folder, `${createdAt}-${entry.channel}-${n}.json`)
    try {
      await writeFile(file, `${JSON.stringify({ ...entry, created_at: createdAt }, null, 2)}\n`, { flag: 'wx', mode: 0o600 })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** The development choice for mail and SMS: nothing is really sent. */
export const outboxSender = (channel: 'email' | 'sms', folder: string, now: () => number): MessageSender => ({
  local: true,
  send: ({ to, subject, text, data: { code, link } }) =>
    write(folder, now, { channel, to, ...(subject && { subject }), text, data: { ...(code && { code }), ...(link && { link }) } }),
})

/** The development choice for push. `to` is the three values that name the device. */
export const outboxPush = (folder: string, now: () => number): PushSender => ({
  identify: looseIdentity,
  send: (target, token) =>
    write(folder, now, {
      channel: 'push',
      to: `${target.provider} ${target.param} ${target.prid}`,
      text: JSON.stringify({ token }),
      data: { token },
    }),
})
