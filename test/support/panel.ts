import type { TestApp } from './app.js'
import type { ApiResponse } from './client.js'
import type { Person } from './factory.js'

/** What a form is sent with; undefined leaves a header or the token out. */
export interface SendOptions {
  token?: string | undefined
  headers?: Record<string, string>
}

/** What a browser says of a form that this service's own page sends. */
const OF_A_FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', origin: 'null' }

/** A browser without script, seen from HTTP: it keeps cookies and knows the token of the last form. */
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
    return this.request('POST', path, body, { ...OF_A_FORM, ...headers })
  }

  /** Sends a form with a file (RFC 7578), as a browser does. */
  upload(
    path: string,
    fields: Record<string, string>,
    file: { name: string; bytes: Buffer },
    { headers = {}, cut = 0, ...options }: SendOptions & { /** bytes that are missing at the end */ cut?: number } = {},
  ) {
    const token = 'token' in options ? options.token : this.token
    const boundary = '----a-boundary-of-a-browser'
    const sent = Object.entries({ ...(token !== undefined && { form_token: token }), ...fields })
    const parts = sent.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: text/csv\r\n\r\n`
    const body = Buffer.concat([Buffer.from(parts.join('') + head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
    return this.request('POST', path, body.subarray(0, body.length - cut), {
      ...OF_A_FORM,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...headers,
    })
  }

  /** Opens a page for its token, then sends its form. */
  async send(path: string, fields: Record<string, string>): Promise<ApiResponse> {
    await this.get(path)
    return this.post(path, fields)
  }

  /** A page, wherever its address leads. */
  async open(path: string): Promise<ApiResponse> {
    return this.follow(await this.get(path))
  }

  /** Clicks the button of the form on this page that leads to `action`, and follows. @throws when there is none */
  async submit(page: ApiResponse, action: string): Promise<ApiResponse> {
    const form = [...page.text.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)]
      .map(([html]) => html)
      .find((html) => attribute(html, 'action')?.split('?')[0] === action)
    if (form === undefined) throw new Error(`no form to ${action} on this page:\n${page.text.slice(0, 2000)}`)
    const inputs = [...form.matchAll(/<input\b[^>]*>/g)].map(([html]): [string, string] => [
      attribute(html, 'name') ?? '',
      attribute(html, 'value') ?? '',
    ])
    const body = new URLSearchParams(inputs).toString()
    return this.follow(await this.request('POST', attribute(form, 'action')!, body, OF_A_FORM))
  }

  async logIn({ username, domain, password }: Person): Promise<ApiResponse> {
    return this.send('/login', { username: `${username}@${domain}`, password })
  }

  /** Whether the panel knows who this is. */
  async isIn(): Promise<boolean> {
    return (await this.get('/password')).status === 200
  }

  private async follow(response: ApiResponse, times = 5): Promise<ApiResponse> {
    const to = response.header('location')
    if (response.status < 300 || response.status > 399 || to === undefined || times === 0) return response
    return this.follow(await this.get(to), times - 1)
  }

  private async request(
    method: string,
    path: string,
    body: string | Buffer | undefined,
    more: Record<string, string>,
  ): Promise<ApiResponse> {
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

function attribute(html: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(html)?.[1]
  return value?.replace(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[entity]!)
}
