import { randomBytes } from 'node:crypto'
import type { Algorithm } from '../../src/auth/digest.js'
import type { Caller } from '../../src/caller.js'
import { OPERATOR } from '../../src/caller.js'
import { hashToken, randomApiKey } from '../../src/domain/codes.js'
import { createAccount } from '../../src/services/accounts/accounts.js'
import type { AccountRecord } from '../../src/services/accounts/record.js'
import { createApiKey } from '../../src/services/credentials/apiKeys.js'
import { passwordRow } from '../../src/services/credentials/passwords.js'
import type { Deps } from '../../src/services/deps.js'

/** Who makes the cast. */
export const CLIENT: Caller = { ip: '127.0.0.1', userAgent: 'tests', language: 'en', actor: OPERATOR, requestId: null }

/** An account with what a test needs to act as it. */
export interface Person {
  id: number
  username: string
  domain: string
  password: string
  algorithm: Algorithm
  apiKey?: string
  record: AccountRecord
}

export interface PersonOptions {
  username?: string
  domain?: string
  password?: string
  algorithm?: Algorithm
  activated?: boolean
  admin?: boolean
  email?: string
  phone?: string
  confirmation_key_expires?: string
}

/** What an answer says of an account for which nobody has kept anything. */
export const NOTHING_KEPT = {
  blocked: false,
  display_name: null,
  dtmf_protocol: null,
  dictionary: {},
  types: [],
  actions: [],
  carddav_servers: [],
  phone_change_code: null,
}

/** Makes the cast, through the same services as the API. */
export class Factory {
  private count = 0

  constructor(private readonly deps: Deps) {}

  /** alice, an administrator with an API key */
  async admin(options: PersonOptions = {}): Promise<Person & { apiKey: string }> {
    const person = await this.person({
      username: `alice.${++this.count}`,
      password: 'wonderland-7',
      algorithm: 'SHA-256',
      admin: true,
      ...options,
    })
    if (options.activated === false) return { ...person, apiKey: await this.apiKey(person) }
    const { key } = await createApiKey(this.deps, person.id, CLIENT)
    return { ...person, apiKey: key }
  }

  /** bob, an activated user */
  user(options: PersonOptions = {}): Promise<Person> {
    return this.person({ username: `bobby.${++this.count}`, password: 'builder-42', algorithm: 'MD5', ...options })
  }

  /** carol, who still has to activate her account */
  unconfirmed(options: PersonOptions = {}): Promise<Person> {
    return this.person({ username: `carol.${++this.count}`, password: 'c4r0l-secret', algorithm: 'SHA-256', activated: false, ...options })
  }

  /** dave, whom a creation token has made, and who still has to prove an address */
  async waiting(options: PersonOptions = {}): Promise<Person> {
    const person = await this.person({ activated: false, ...options })
    await this.deps.db.prisma.account.update({
      where: { id: person.id },
      data: { tokenMade: true, selfMade: true, confirmationKey: null },
    })
    return person
  }

  async person({
    username = `dave.${++this.count}.x`,
    password = 'secret-1',
    algorithm = 'SHA-256',
    activated = true,
    ...rest
  }: PersonOptions): Promise<Person> {
    const record = await createAccount(this.deps, { username, password, algorithm, activated, ...rest }, CLIENT)
    return { id: record.id, username, domain: record.domain, password, algorithm, record }
  }

  /** Stores the account's password by another algorithm as well, or in clear as imported databases have it. */
  async storePassword({ id, username, domain, password }: Person, algorithm: Algorithm | 'CLRTXT'): Promise<void> {
    const row = algorithm === 'CLRTXT' ? { algorithm, password } : passwordRow(this.deps, { username, domain }, algorithm, password)
    await this.deps.db.prisma.password.create({ data: { accountId: id, ...row } })
  }

  /** The key's owner need not be an administrator: imports bring such keys. */
  async apiKey(person: Person): Promise<string> {
    const key = randomApiKey(randomBytes)
    await this.deps.db.prisma.apiKey.create({ data: { accountId: person.id, keyHash: hashToken(key) } })
    return key
  }
}
