import { altchaChallenge } from '../../services/captcha/altcha.js'
import { type CaptchaFault, captchaFault } from '../../services/captcha/captcha.js'
import { assetUrl } from './assets.js'
import { type Form, HCAPTCHA_FIELD } from './formGuard.js'
import type { Visit } from './visit.js'

/** The field of a form that the widget puts its answer into, whose name is the widget's. */
const CAPTCHA_FIELDS = { altcha: 'altcha', hcaptcha: HCAPTCHA_FIELD, off: '' } as const

/** A script of a page. */
export interface Script {
  src: string
  module: boolean
}

/** The captcha of a form, which `views/captcha` shows. */
export interface Captcha {
  kind: keyof typeof CAPTCHA_FIELDS
  /** of ALTCHA: JSON */
  challenge: string
  /** of hCaptcha */
  siteKey: string
  /** the address of the script that computes */
  worker: string
  /** in the order in which they run */
  scripts: readonly Script[]
  styles: readonly string[]
  /** what the page's policy allows for it */
  policy: Readonly<Record<string, string>>
}

/** A page without a captcha, or a service. */
export const NO_CAPTCHA: Captcha = { kind: 'off', challenge: '', siteKey: '', worker: '', scripts: [], styles: [], policy: {} }

const HCAPTCHA = 'https://hcaptcha.com https://*.hcaptcha.com'

/** A new captcha for a page with a form: the page gives it to `show`, and its view includes `views/captcha` within the form. */
export async function newCaptcha({ deps, language }: Visit): Promise<Captcha> {
  const { captcha: kind, hcaptchaSiteKey = '' } = deps.config
  if (kind === 'off') return NO_CAPTCHA
  if (kind === 'hcaptcha') {
    const scripts = [{ src: `https://js.hcaptcha.com/1/api.js?hl=${language}`, module: false }]
    const policy = { 'script-src': HCAPTCHA, 'frame-src': HCAPTCHA, 'connect-src': HCAPTCHA, 'style-src': HCAPTCHA }
    return { ...NO_CAPTCHA, kind, siteKey: hcaptchaSiteKey, scripts, policy }
  }
  return {
    ...NO_CAPTCHA,
    kind,
    challenge: await altchaChallenge(deps),
    worker: assetUrl('altcha-worker.js'),
    scripts: ['altcha.js', 'captcha.js'].map((name) => ({ src: assetUrl(name), module: true })),
    styles: [assetUrl('altcha.css')],
    policy: { 'script-src': "'self'", 'worker-src': "'self'" },
  }
}

/**
 * Whether who sends a form has passed its captcha, which is used up by that.
 * @returns what to say beside the captcha, and the status; undefined when they have
 */
export async function captchaProblem({ deps, t, caller }: Visit, form: Form): Promise<{ text: string; status: number } | undefined> {
  const fault: CaptchaFault | undefined = await captchaFault(deps, form(CAPTCHA_FIELDS[deps.config.captcha]), caller)
  return fault && { text: t.captcha.faults[fault], status: fault === 'unavailable' ? 503 : 422 }
}
