import { join } from 'node:path'
import { Eta } from 'eta'
import { packageRoot } from '../../lib/packageRoot.js'
import { defaultSpace } from '../../services/spaces/space.js'
import { translation } from '../../texts/languages.js'
import { assetUrl } from './assets.js'
import { type Captcha, NO_CAPTCHA } from './captcha.js'
import { takeFlash } from './flash.js'
import type { Views } from './views.js'
import { formToken, type Visit } from './visit.js'
import { languageLinks } from './words/languageLinks.js'
import { dayMarkup, Markup, timeMarkup } from './words/times.js'

/** What a page is made of, beside its view. */
interface Page<Model> {
  title: string
  status?: number | undefined
  /** one of our scripts in assets/, if the page needs it; it must work without */
  script?: string
  /** of a page whose form has one */
  captcha?: Captcha
  model: Model
}

/** Directives of the Content-Security-Policy of every page. */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
}

let engine: Eta | undefined
/** Every value is escaped, but for a `Markup`; `<%~` is for views alone. Nothing is read before the first page. */
function templates(): Eta {
  if (engine) return engine
  const eta = new Eta({ views: join(packageRoot(), 'src', 'panel'), cache: true, autoEscape: true })
  const { escapeFunction } = eta.config
  eta.configure({ escapeFunction: (value) => (value instanceof Markup ? value.html : escapeFunction(value)) })
  engine = eta
  return engine
}

/** `me/home` stands in pages/me/views; a view without an area (`error`) in the panel's own views/. */
const viewFile = (view: string): string => (view.includes('/') ? `/pages/${view.replace('/', '/views/')}` : `/views/${view}`)

/** Answers with a whole page. The view sees its model as `it`, with what every page has. */
export function show<V extends keyof Views>(
  visit: Visit,
  view: V,
  { title, status = 200, script, captcha = NO_CAPTCHA, model }: Page<Views[V]>,
): void {
  const { ctx, deps, t, language, session } = visit
  const own = new Set(script ? [script] : [])
  const withTime = <Argument>(text: Argument): Argument => {
    own.add('time.js')
    return text
  }
  const seen = {
    ...model,
    t,
    language,
    title,
    // the layout asks, after the view has shown its times
    get scripts() {
      return [...[...own].map((name) => ({ src: assetUrl(name), module: name === 'time.js' })), ...captcha.scripts]
    },
    captcha,
    icon: assetUrl('icon.svg'),
    styles: [assetUrl('pico.min.css'), assetUrl('panel.css'), ...captcha.styles],
    domain: defaultSpace(deps).domain,
    sourceUrl: deps.config.sourceUrl,
    shortestUsername: deps.config.usernameMinLength,
    shortestPassword: deps.config.passwordMinLength,
    openRegistration: defaultSpace(deps).openRegistration,
    me: session?.account,
    menu: session && !visit.mustSetUp ? menuFor(visit, session.account.admin) : { tabs: [], own: [] },
    here: ctx.path,
    flash: takeFlash(visit),
    formToken: () => formToken(visit),
    locale: translation(language).locale,
    languages: languageLinks(visit),
    date: (date: Date) => withTime(timeMarkup(date, language)),
    day: (date: Date) => withTime(dayMarkup(date, language)),
  }
  const html = templates().render(viewFile(view), strict(seen, view))
  ctx.status = status
  pageHeaders(visit, [...(own.size > 0 ? [{ 'script-src': "'self'" }] : []), captcha.policy])
  ctx.type = 'html'
  ctx.body = html
}

/** The menu of a page: `tabs`, and for administrators on a page about themselves the pages about themselves below. */
function menuFor({ menu, t, ctx }: Visit, admin: boolean): { tabs: Entry[]; own: Entry[] } {
  const inside = (path: string): boolean => ctx.path === path || (path !== '/' && ctx.path.startsWith(`${path}/`))
  const entries = (forAdmins: boolean): Entry[] =>
    menu.filter((one) => one.forAdmins === forAdmins).map(({ path, text }) => ({ path, text: text(t), here: inside(path) }))
  const [own, others] = [entries(false), entries(true)]
  if (!admin) return { tabs: own, own: [] }
  const aboutThemselves = !others.some(({ here }) => here)
  return { tabs: [...others, { path: '/', text: t.nav.home, here: aboutThemselves }], own: aboutThemselves ? own : [] }
}

interface Entry {
  path: string
  text: string
  /** the page is this one, or a part of it */
  here: boolean
}

/** Fails where a view reads what no page gives it, a misspelt name say: it would show `undefined`. */
const strict = <T extends object>(seen: T, view: string): T =>
  new Proxy(seen, {
    get(target, name) {
      if (typeof name === 'string' && !(name in target)) throw new Error(`the view ${view} reads it.${name}, which is not given to it`)
      return Reflect.get(target, name)
    },
  })

/** Goes on to another page of ours by GET, after a form: reloading that one sends nothing twice. */
export function goTo({ ctx }: Visit, path: string): void {
  ctx.status = 303
  ctx.set('Location', path)
  ctx.type = 'html'
  ctx.body = '<!doctype html><title>…</title>'
}

/** The policy of a page that allows more than others. */
function policyWith(more: readonly Readonly<Record<string, string>>[]): string {
  const policy = new Map(Object.entries(POLICY))
  for (const [name, sources] of more.flatMap((one) => Object.entries(one)))
    policy.set(name, [...new Set([...(policy.get(name)?.split(' ') ?? []), ...sources.split(' ')])].join(' '))
  return [...policy].map(([name, sources]) => `${name} ${sources}`).join('; ')
}

/** @param more what the policy allows beside what it allows to all pages */
function pageHeaders({ ctx }: Visit, more: readonly Readonly<Record<string, string>>[]): void {
  ctx.set('Content-Security-Policy', policyWith(more))
  ctx.set('Referrer-Policy', 'no-referrer') // the code in a link must not travel on
  ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  ctx.set('Cross-Origin-Opener-Policy', 'same-origin')
  ctx.set('Vary', 'Accept-Language, Cookie')
}
