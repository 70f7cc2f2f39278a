import type { ApiClient, ApiResponse } from './client.js'

/** Somebody with a browser and no script: opens pages, keeps cookies, sends the forms that it finds. */
export class Visitor {
  private readonly cookies = new Map<string, string>()

  constructor(
    private readonly api: ApiClient,
    private readonly language = 'en',
  ) {}

  /** A page, wherever its address leads. */
  async open(path: string): Promise<ApiResponse> {
    return this.follow(await this.request('GET', path))
  }

  /** Clicks the button of the form on this page that leads to `action`. @throws when there is none */
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
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
    return this.follow(await this.request('POST', attribute(form, 'action')!, body, headers))
  }

  private async request(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<ApiResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const always = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': this.language, ...(cookie && { cookie }) }
    const response = await this.api.raw(method, path, { headers: { ...always, ...headers }, ...(body !== undefined && { body }) })
    for (const set of response.all('set-cookie')) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!
      this.cookies.set(name!, value!)
    }
    return response
  }

  private async follow(response: ApiResponse, times = 5): Promise<ApiResponse> {
    const to = response.header('location')
    if (response.status < 300 || response.status > 399 || to === undefined || times === 0) return response
    return this.follow(await this.request('GET', to), times - 1)
  }
}

function attribute(html: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(html)?.[1]
  return value?.replace(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[entity]!)
}
