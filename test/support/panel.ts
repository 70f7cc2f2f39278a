import type { TestApp } from './app.js'
import type { ApiResponse } from './client.js'
import type { Person } from './factory.js'

/** What a form is sent with; undefined leaves a header or the token out. */
export interface SendOptions {
  token?: string | undefined
  headers?: Record<string, string>
}

/** Somebody with a browser and no script, seen from HTTP: keeps cookies, knows the token of the last form, follows nothing. */
export class PanelClient {
  readonly cookies = new Map<string, string>()
  token: string | undefined

  constructor(
    private readonly app: Pick<TestApp, 'api'>,
    private readonly language = 'en',
  ) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<ApiResponse> {
    const page = await this.request('GET', path, undefined, headers)
    this.token = /name="form_token" value="([^"]*)"/.exec(page.text)?.[1] ?? this.token
    return page
  }

  /** Sends fields with the token of the last page, as a browser does. */
  post(path: string, fields: Record<string, string> = {}, { headers = {}, ...options }: SendOptions = {}): Promise<ApiResponse> {
    const token = 'token' in options ? options.token : this.token
    const body = new URLSearchParams({ ...(token !== undefined && { form_token: token }), ...fields }).toString()
    const always = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', origin: 'null' }
    return this.request('POST', path, body, { ...always, ...headers })
  }

  /** Opens a page for its token, then sends its form. */
  async send(path: string, fields: Record<string, string>): Promise<ApiResponse> {
    await this.get(path)
    return this.post(path, fields)
  }

  async logIn({ username, domain, password }: Person): Promise<ApiResponse> {
    return this.send('/login', { username: `${username}@${domain}`, password })
  }

  /** Whether the panel knows who this is. */
  async isIn(): Promise<boolean> {
    return (await this.get('/password')).status === 200
  }

  private async request(method: string, path: string, body: string | undefined, more: Record<string, string>): Promise<ApiResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { accept: 'text/html,*/*;q=0.8', 'accept-language': this.language, ...(cookie && { cookie }), ...more }
    const response = await this.app.api.raw(method, path, { headers, ...(body !== undefined && { body }) })
    for (const set of response.all('set-cookie')) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!
      if (/max-age=0/i.test(set)) this.cookies.delete(name!)
      else this.cookies.set(name!, value!)
    }
    return response
  }
}
