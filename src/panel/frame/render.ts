import { join } from 'node:path'
import { Eta } from 'eta'
import { packageRoot } from '../../lib/packageRoot.js'
import { defaultSpace } from '../../services/spaces/space.js'
import { type Language, translation } from '../../texts/languages.js'
import { assetUrl } from './assets.js'
import { takeFlash } from './flash.js'
import { formToken, type Visit } from './visit.js'

/** What a page is made of: `view` names an area and a file in its views (`me/home`), which sees it as `it`, with what every page has (below). */
export interface Page {
  view: string
  title: string
  status?: number
  /** one of our scripts in assets/, if the page needs it; it must work without */
  script?: string
  /** what the view shows */
  model?: Record<string, unknown>
}

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

let engine: Eta | undefined
/** Every value is escaped; `<%~` is for views alone. Nothing is read before the first page. */
function templates(): Eta {
  engine ??= new Eta({ views: join(packageRoot(), 'src', 'panel'), cache: true, autoEscape: true })
  return engine
}

/** `me/home` stands in pages/me/views; a view without an area (`error`) in the panel's own views/. */
const viewFile = (view: string): string => (view.includes('/') ? `/pages/${view.replace('/', '/views/')}` : `/views/${view}`)

/** Answers with a whole page. */
export function show(visit: Visit, { view, title, status = 200, script, model = {} }: Page): void {
  const { ctx, deps, t, language, session } = visit
  const html = templates().render(viewFile(view), {
    ...model,
    t,
    language,
    title,
    script: script && assetUrl(script),
    icon: assetUrl('icon.svg'),
    styles: [assetUrl('pico.min.css'), assetUrl('panel.css')],
    domain: defaultSpace(deps).domain,
    sourceUrl: deps.config.sourceUrl,
    openRegistration: defaultSpace(deps).openRegistration,
    me: session?.account,
    here: ctx.path,
    flash: takeFlash(visit),
    formToken: () => formToken(visit),
    date: (date: Date) => dateText(date, language),
    day: (date: Date) => dayText(date, language),
  })
  ctx.status = status
  pageHeaders(visit, script !== undefined)
  ctx.type = 'html'
  ctx.body = html
}

/** Goes on to another page of ours by GET, after a form: reloading that one sends nothing twice. */
export function goTo({ ctx }: Visit, path: string): void {
  ctx.status = 303
  ctx.set('Location', path)
  ctx.type = 'html'
  ctx.body = '<!doctype html><title>…</title>'
}

function pageHeaders({ ctx }: Visit, withScript: boolean): void {
  ctx.set('Content-Security-Policy', withScript ? `${POLICY}; script-src 'self'` : POLICY)
  ctx.set('Referrer-Policy', 'no-referrer') // the code in a link must not travel on
  ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  ctx.set('Cross-Origin-Opener-Policy', 'same-origin')
  ctx.set('Vary', 'Accept-Language, Cookie')
}

const dayText = (date: Date, language: Language): string =>
  new Intl.DateTimeFormat(translation(language).locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(date)

/** In UTC, and it says so: the service does not know where people are. */
function dateText(date: Date, language: Language): string {
  const format = new Intl.DateTimeFormat(translation(language).locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return `${format.format(date)} UTC`
}
