// An administrator in the panel, as a browser without script.
import { PASSWORD, REALM, username } from './seed.mjs'

/** How often the page of a bulk operation is looked at. Milliseconds. */
const LOOK_MS = 250

export class PanelSession {
  /** @type {Map<string, string>} */
  #cookies = new Map()
  #token = ''

  /** @param {string} url of the service */
  constructor(url) {
    this.url = url
  }

  /** As account 1, which owns API_KEY. @throws Error when it is refused */
  async logIn() {
    await this.#ask('GET', '/login')
    await this.#ask('POST', '/login', { username: `${username(0)}@${REALM}`, password: PASSWORD })
  }

  /** @param {string} path @returns {Promise<{ text: string }>} the page @throws Error when it is none */
  open(path) {
    return this.#ask('GET', path)
  }

  /** Deletes all accounts that a search finds, as one bulk operation, and waits for its end. @returns {Promise<number>} how many there were */
  async deleteAll(search) {
    await this.#ask('GET', `/accounts?search=${encodeURIComponent(search)}`)
    const { location } = await this.#ask('POST', '/bulk/select', { search, which: 'all', action: 'delete' })
    const draft = await this.#ask('GET', location)
    const count = Number(/<label for="field-count">[^<]*?([\d,]+)<\/label>/.exec(draft.text)?.[1]?.replaceAll(',', ''))
    if (!count) throw new Error(`${location} is not the draft of a deletion`)
    await this.#ask('POST', `${location}/begin`, { count: String(count) })
    for (;;) {
      const { text } = await this.#ask('GET', location)
      const [, state] = /<h2>(Running|Done|Stopped|Failed)<\/h2>/.exec(text) ?? []
      if (state === 'Done') return count
      if (state !== 'Running') throw new Error(`the deletion of ${search} is ${state}`)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }

  /** @param {string} method @param {string} path @param {Record<string, string>} [fields] @throws Error for an answer that is neither a page nor leads to one */
  async #ask(method, path, fields) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { cookie, 'accept-language': 'en', ...(fields && { origin: this.url }) },
      ...(fields && { body: new URLSearchParams({ form_token: this.#token, ...fields }) }),
    })
    const text = await response.text()
    if (![200, 303].includes(response.status)) throw new Error(`${method} ${path} is ${response.status}: ${text.slice(0, 500)}`)
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split('=')
      this.#cookies.set(name, value)
    }
    this.#token = /name="form_token" value="([^"]*)"/.exec(text)?.[1] ?? this.#token
    return { text, location: response.headers.get('location') ?? '' }
  }
}
