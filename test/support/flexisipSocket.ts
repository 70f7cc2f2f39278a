import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'

/** `2.7.0` is its alpha: it writes as 2.5.2 does, has AUTH_CACHE_DELETE, and answers nothing when a contact is no UTF-8. */
export type Generation = '2021' | '2.5.2' | '2.7.0'

/** A registration as a test gives it. Times in seconds since the epoch. */
export interface Registered {
  /** `"<urn:uuid:…>"`, with quotes and brackets; or what Flexisip makes up for a phone without +sip.instance */
  key: string
  expiresAt: number
  updateTime: number
  userAgent: string
  /** it gave a byte that is not UTF-8, in its User-Agent */
  latin1?: boolean
}

export interface FlexisipSocketOptions {
  path: string
  generation: Generation
}

/** Milliseconds: a connection that says nothing for this long blocks all others. */
const IDLE_MS = 300

/** What the two servers answered when they were recorded. */
export const recorded = (name: string): string => readFileSync(join(packageRoot(), 'test', 'fixtures', 'flexisip', name), 'utf8')

/**
 * Flexisip's command socket as it was measured: one command per connection, one connection at a time, the others wait. What would harm
 * a real Flexisip is noted in `faults`, for the test to look at in the end.
 */
export class FlexisipSocket {
  readonly faults: string[] = []
  readonly commands: string[] = []
  /** sip:user@domain → what is registered */
  readonly registered = new Map<string, Registered[]>()
  /** `user domain` whose passwords it remembers, and is to forget */
  readonly remembered = new Set<string>()
  /** the most connections that were open at a time: from the moment that one was made until this side has ended it, or the other gone */
  mostAtOnce = 0
  /** Writes an answer, and ends the connection: tests put in its place what goes wrong. */
  reply: (connection: Socket, answer: string, command: string) => void = (connection, answer) => connection.end(answer)

  /** What a command is answered instead of being carried out. */
  refuse: (command: string) => string | undefined = () => undefined

  private readonly connections = new Set<Socket>()
  private readonly open = new Set<Socket>()
  private turn: Promise<void> = Promise.resolve()
  private readonly server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (connection) => this.accept(connection))

  private constructor(private readonly generation: Generation) {}

  static async listen({ path, generation }: FlexisipSocketOptions): Promise<FlexisipSocket> {
    const flexisip = new FlexisipSocket(generation)
    await rm(path, { force: true })
    await new Promise<void>((resolve, reject) => flexisip.server.once('error', reject).listen(path, resolve))
    return flexisip
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    for (const connection of this.connections) connection.destroy()
    await closed
  }

  private accept(connection: Socket): void {
    this.connections.add(connection)
    this.open.add(connection)
    this.mostAtOnce = Math.max(this.mostAtOnce, this.open.size)
    for (const over of ['finish', 'close']) connection.once(over, () => this.open.delete(connection))
    connection.on('error', () => undefined)
    const over = new Promise<void>((resolve) =>
      connection.once('close', () => {
        this.connections.delete(connection)
        resolve()
      }),
    )
    this.turn = this.turn.then(() => {
      this.serve(connection)
      return over
    })
  }

  private serve(connection: Socket): void {
    let reads = 0
    const idle = setTimeout(() => this.faults.push('a connection that says nothing'), IDLE_MS)
    connection.once('close', () => {
      clearTimeout(idle)
      if (reads === 0) this.faults.push('a connection that never said anything')
    })
    // who died before it said anything: the next one's turn
    connection.once('end', () => reads === 0 && connection.destroy())
    connection.on('data', (chunk) => {
      clearTimeout(idle)
      if (++reads > 1) this.faults.push('a command in two writes')
      else this.command(connection, chunk)
    })
    connection.resume()
  }

  private command(connection: Socket, chunk: Buffer): void {
    const command = chunk.toString('latin1')
    this.commands.push(command)
    if (chunk.length > 511) this.faults.push(`a command of ${chunk.length} bytes`)
    if (!/^[!-~ ]*$/.test(command)) this.faults.push(`a character that is none of a command: ${JSON.stringify(command)}`)
    const words = command.split(' ')
    if (words.includes('')) this.faults.push(`an empty token: ${JSON.stringify(command)}`)
    this.reply(connection, this.refuse(command) ?? this.answer(words), command)
  }

  private answer([name, address = '', key = '', ...more]: string[]): string {
    if (name === 'AUTH_CACHE_DELETE') return this.forget(`${address} ${key}`)
    const contacts = this.registered.get(address) ?? []
    if (name === 'REGISTRAR_GET' && key === '') return contacts.length > 0 ? this.list(contacts) : this.unknown()
    if (name === 'REGISTRAR_CLEAR' && key === '') return this.clear(address)
    if (name !== 'REGISTRAR_DELETE' || key === '' || more.length > 0) return `Error - 400 Bad Request: ${name}`
    if (contacts.length === 0) return this.unknown()
    // one that is not there is no error
    const left = contacts.filter((contact) => contact.key !== key)
    if (left.length > 0) this.registered.set(address, left)
    else this.registered.delete(address)
    return this.list(left)
  }

  /** Its source looks into the record that it has found, without asking whether it has found one. */
  private clear(address: string): string {
    if (!this.registered.delete(address)) this.faults.push(`REGISTRAR_CLEAR of an address that it does not know: ${address}`)
    return `Done - Cleared AOR: ${address.slice('sip:'.length)}`
  }

  private forget(who: string): string {
    if (this.generation !== '2.7.0') return 'Error - Unknown command: AUTH_CACHE_DELETE'
    return this.remembered.delete(who) ? `Done - Removed cached credential of ${who}` : `Error - No cached credential of ${who}`
  }

  private unknown(): string {
    return this.generation === '2021' ? '' : recorded('2.5.2-registrar-get-unknown.txt').trimEnd()
  }

  /** A recorded answer with the contacts of the test in it. */
  private list(contacts: Registered[]): string {
    if (this.generation === '2.7.0' && contacts.some(({ latin1 }) => latin1)) return ''
    const [like] = JSON.parse(recorded(`${this.generation === '2021' ? '2021' : '2.5.2'}-registrar-get.txt`)).contacts
    if (this.generation === '2021') {
      const fields = ({ key, expiresAt, updateTime, userAgent }: Registered) => ({
        line_value_copy: key,
        expires_at: expiresAt,
        update_time: updateTime,
        user_agent: userAgent,
      })
      return JSON.stringify({ contacts: contacts.map((contact) => ({ ...like, ...fields(contact) })) })
    }
    const fields = ({ key, expiresAt, updateTime, userAgent }: Registered) => ({
      'unique-id': key,
      'expires-at': expiresAt,
      'update-time': updateTime,
      'user-agent': userAgent,
    })
    return JSON.stringify({ contacts: contacts.map((contact) => ({ ...like, ...fields(contact) })) }, undefined, '\t')
  }
}
