import type { Caller } from '../../caller.js'
import type { With } from '../deps.js'
import { altchaFault } from './altcha.js'
import { hcaptchaFault } from './hcaptcha.js'

/** Why somebody has not shown that they are a person: the check did not run, is wrong, was used before or is too old, or cannot be made now. */
export type CaptchaFault = 'missing' | 'wrong' | 'used' | 'unavailable'

/**
 * Whether the answer to a captcha shows a person. A right one is good once.
 * @param answer what the widget has put into the form; '' when it did not run
 * @returns undefined when it does
 */
export async function captchaFault(deps: With<'limits'>, answer: string, caller: Caller): Promise<CaptchaFault | undefined> {
  const { captcha } = deps.config
  if (captcha === 'off') return undefined
  if (answer === '') return 'missing'
  return captcha === 'altcha' ? altchaFault(deps, answer) : hcaptchaFault(deps, answer, caller.requestId)
}
