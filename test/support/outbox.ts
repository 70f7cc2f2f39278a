import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OutboxEntry } from '../../src/delivery/outboxFolder.js'

/** …-10.json comes after …-9.json */
const inOrder = new Intl.Collator('en', { numeric: true }).compare

/** What the service has "sent", from the development outbox. */
export class Outbox {
  constructor(private readonly folder: string) {}

  async all(): Promise<OutboxEntry[]> {
    const names = await readdir(this.folder).catch(() => [] as string[])
    return Promise.all(names.sort(inOrder).map(async (name) => JSON.parse(await readFile(join(this.folder, name), 'utf8')) as OutboxEntry))
  }

  /** Those to somebody, the oldest first. */
  async to(to: string): Promise<OutboxEntry[]> {
    return (await this.all()).filter((entry) => entry.to === to)
  }

  /** The newest message to somebody. @throws when there is none: the test expected one */
  async last(channel: OutboxEntry['channel'], to?: string): Promise<OutboxEntry> {
    const found = (await this.all()).filter((entry) => entry.channel === channel && (to === undefined || entry.to === to)).at(-1)
    if (!found) throw new Error(`no ${channel} to ${to ?? 'anybody'} in the outbox`)
    return found
  }
}
