// The site of the operator's day: what is made, changed, looked for and removed, request by request. No step trusts the one before it.
import { randomBytes } from 'node:crypto'

const PASSWORD = 'an-operators-secret-1'
const LISTS = 20
/** accounts that one request makes */
const BULK = 1_000
/** every so many accounts are renamed, blocked, looked for */
const EVERY = 10

/** @typedef {{ id: number, username: string, domain: string, email: string }} Made */

export class OperatorsSite {
  /** of this run alone: nothing that was there before is touched */
  #run = `day-${randomBytes(4).toString('hex')}`
  /** @type {Map<string, Made>} by the name that it was made with */
  #accounts = new Map()
  /** @type {number[]} */
  #lists = []
  /** @type {number | undefined} */
  #type

  /**
   * @param {import('./operatorsClient.mjs').OperatorsClient} client
   * @param {{ accounts: number, connections: number }} options
   */
  constructor(client, options) {
    this.client = client
    this.options = options
  }

  /** @returns {[name: string, work: () => Promise<void>][]} */
  steps() {
    return [
      ['make one by one', () => this.#makeSingly()],
      ['make in bulk', () => this.#makeInBulk()],
      ['page through the list', () => this.#page()],
      ['make lists', () => this.#makeLists()],
      ['put into lists', () => this.#fillLists()],
      ['give lists', () => this.#giveLists()],
      ['add a contact', () => this.#addContacts()],
      ['give a type', () => this.#giveTypes()],
      ['write the dictionary', () => this.#writeDictionary()],
      ['read address books', () => this.#readBooks()],
      ['search by SIP address', () => this.#searchBySip()],
      ['search by e-mail', () => this.#searchByEmail()],
      ['rename, with password', () => this.#rename()],
      ['block', () => this.#block()],
      ['unblock', () => this.#unblock()],
      ['export', () => this.#export()],
      ['delete', () => this.#delete()],
    ]
  }

  /** Removes all that was made, also by steps that failed. */
  async cleanUp() {
    const left = await this.#listed()
    await this.#each(left, (one) => this.client.ask('DELETE', `/accounts/${one.id}`))
    await this.#each(this.#lists, (id) => this.client.ask('DELETE', `/contacts_lists/${id}`, undefined, [200, 404]))
    if (this.#type !== undefined) await this.client.ask('DELETE', `/account_types/${this.#type}`, undefined, [200, 404])
  }

  async checkNothingLeft() {
    same('accounts that are left', (await this.#listed()).length, 0)
    for (const id of this.#lists) await this.client.ask('GET', `/contacts_lists/${id}`, undefined, [404])
    await this.client.ask('GET', `/account_types/${this.#type}`, undefined, [404])
  }

  #newAccount(n) {
    const username = `${this.#run}.${String(n).padStart(5, '0')}`
    return { username, password: PASSWORD, algorithm: 'SHA-256', activated: true, email: `${username}@example.org` }
  }
  #made({ id, username, domain, email }) {
    this.#accounts.set(username, { id, username, domain, email })
  }
  get #all() {
    return [...this.#accounts.values()]
  }
  get #some() {
    return this.#all.filter((_, n) => n % EVERY === 0)
  }

  async #makeSingly() {
    await this.#each(numbers(0, Math.floor(this.options.accounts / 2)), async (n) => {
      const account = await this.client.ask('POST', '/accounts', this.#newAccount(n))
      same('activated', account.activated, true)
      this.#made(account)
    })
  }
  async #makeInBulk() {
    const rest = numbers(Math.floor(this.options.accounts / 2), this.options.accounts)
    for (let at = 0; at < rest.length; at += BULK) {
      const accounts = rest.slice(at, at + BULK).map((n) => this.#newAccount(n))
      const { created } = await this.client.ask('POST', '/accounts/bulk', { accounts })
      same('accounts that were made', created, accounts.length)
    }
  }
  /** The list has each account once, those too that were made in bulk. */
  async #page() {
    const listed = await this.#listed()
    same('accounts in the list', new Set(listed.map(({ id }) => id)).size, this.options.accounts)
    same('entries of the list', listed.length, this.options.accounts)
    for (const one of listed) this.#made(one)
  }
  async #makeLists() {
    await this.#each(numbers(0, LISTS), async (n) => {
      const { id } = await this.client.ask('POST', '/contacts_lists', { title: `${this.#run} ${n}`, description: 'Of one day.' }, [201])
      this.#lists.push(id)
    })
  }
  async #fillLists() {
    await this.#each([...this.#all.entries()], ([n, { id }]) =>
      this.client.ask('POST', `/contacts_lists/${this.#listOf(n)}/contacts/${id}`),
    )
    const { contacts_count: count } = await this.client.ask('GET', `/contacts_lists/${this.#listOf(0)}`)
    same('members of a list', count, this.#membersOf(0))
  }
  async #giveLists() {
    await this.#each([...this.#all.entries()], ([n, { id }]) =>
      this.client.ask('POST', `/accounts/${id}/contacts_lists/${this.#listOf(n)}`),
    )
  }
  #listOf(n) {
    return this.#lists[n % LISTS]
  }
  #membersOf(n) {
    return Math.ceil((this.options.accounts - (n % LISTS)) / LISTS)
  }
  /** Each gets the one behind it, who is in another list. */
  async #addContacts() {
    const all = this.#all
    await this.#each([...all.entries()], ([n, { id }]) =>
      this.client.ask('POST', `/accounts/${id}/contacts/${all[(n + 1) % all.length].id}`),
    )
  }
  async #giveTypes() {
    const { id: type } = await this.client.ask('POST', '/account_types', { key: this.#run }, [201])
    this.#type = type
    await this.#each(this.#some, async ({ id }) => {
      await this.client.ask('POST', `/accounts/${id}/types/${type}`)
      same('the type', (await this.client.ask('GET', `/accounts/${id}`)).types[0]?.key, this.#run)
    })
  }
  async #writeDictionary() {
    await this.#each([...this.#all.entries()], ([n, { id }]) =>
      this.client.ask('POST', `/accounts/${id}/dictionary/floor`, { value: String(n) }, [200, 201]),
    )
    for (const [n, { id }] of [...this.#all.entries()].filter(([at]) => at % 100 === 0))
      same('the entry', (await this.client.ask('GET', `/accounts/${id}/dictionary`)).floor, String(n))
  }
  async #readBooks() {
    const all = this.#all
    await this.#each([...all.entries()], async ([n, { id }]) => {
      const book = await this.client.ask('GET', `/accounts/${id}/contacts`)
      same('the contacts of an account', book.map((contact) => contact.id).join(), String(all[(n + 1) % all.length].id))
    })
  }
  async #searchBySip() {
    await this.#each(this.#all, async ({ id, username, domain }) =>
      same('the account of an address', (await this.client.ask('GET', `/accounts/sip:${username}@${domain}/search`)).id, id),
    )
  }
  async #searchByEmail() {
    await this.#each(this.#all, async ({ id, email }) =>
      same('the account of an e-mail address', (await this.client.ask('GET', `/accounts/${email}/search-by-email`)).id, id),
    )
  }
  /** Under the new name, with the new password, its owner gets in; without a password nobody is renamed. */
  async #rename() {
    await this.#each(this.#some, async (account) => {
      const { id, username, domain, email } = account
      const renamed = `${username}.x`
      const path = `/accounts/${id}`
      await this.client.ask('PUT', path, { username: renamed, email }, [422])
      await this.client.ask('PUT', path, { username: renamed, email, password: `${PASSWORD}x`, algorithm: 'SHA-256' })
      await this.client.ask('GET', `/accounts/sip:${username}@${domain}/search`, undefined, [404])
      same('the renamed account', (await this.client.ask('GET', `/accounts/sip:${renamed}@${domain}/search`)).id, id)
      account.username = renamed
    })
    const [one] = this.#some
    same('the log-in under the new name', await this.client.logIn(one, `${PASSWORD}x`), 200)
    same('the log-in with the former password', await this.client.logIn(one, PASSWORD), 401)
  }
  async #block() {
    await this.#each(this.#some, async ({ id }) => {
      await this.client.ask('POST', `/accounts/${id}/block`)
      same('blocked', (await this.client.ask('GET', `/accounts/${id}`)).blocked, true)
    })
    same('the log-in of who is blocked', await this.client.logIn(this.#some[0], `${PASSWORD}x`), 403)
  }
  async #unblock() {
    await this.#each(this.#some, async ({ id }) => {
      const { blocked, activated } = await this.client.ask('POST', `/accounts/${id}/unblock`)
      same('unblocked', `${blocked} ${activated}`, 'false true')
    })
    same('the log-in of who is unblocked', await this.client.logIn(this.#some[0], `${PASSWORD}x`), 200)
  }
  async #export() {
    await this.#each([...this.#some.entries()], async ([n, { id, username }]) => {
      const { account, contacts_lists: lists, audit_log: log } = await this.client.ask('GET', `/accounts/${id}/export`)
      same('the exported account', account.username, username)
      same('members of its lists', lists.map(({ contacts }) => contacts.length).join(), String(this.#membersOf(n * EVERY)))
      same(
        'what was done to it',
        log.data.some(({ action }) => action === 'unblockAccount'),
        true,
      )
    })
  }
  async #delete() {
    await this.#each(this.#all, async ({ id }) => {
      await this.client.ask('DELETE', `/accounts/${id}`)
      await this.client.ask('GET', `/accounts/${id}`, undefined, [404])
    })
    const { contacts_count: count } = await this.client.ask('GET', `/contacts_lists/${this.#listOf(0)}`)
    same('members of a list whose members are gone', count, 0)
  }

  /** The accounts of this run, as the list has them. */
  async #listed() {
    const found = []
    for (let cursor = ''; cursor !== null; ) {
      const page = await this.client.ask('GET', `/accounts?search=${this.#run}&per_page=100&cursor=${cursor}`)
      found.push(...page.data)
      cursor = page.next_cursor
    }
    return found
  }

  /** Does it with each, so many at a time as there are connections. */
  async #each(items, work) {
    const left = [...items].values()
    await Promise.all(
      Array.from({ length: this.options.connections }, async () => {
        for (const item of left) await work(item)
      }),
    )
  }
}

const numbers = (from, to) => Array.from({ length: to - from }, (_, n) => from + n)

/** @throws Error when something is not as it must be */
function same(what, value, expected) {
  if (value !== expected) throw new Error(`${what}: ${JSON.stringify(value)} in place of ${JSON.stringify(expected)}`)
}
