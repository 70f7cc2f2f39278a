import { exchange, jsonObject } from '../../delivery/http.js'
import { withDeadline } from '../../lib/deadline.js'
import type { Platform } from '../platform.js'

/** How long hCaptcha may take to say whether an answer is right. Milliseconds. */
const DEADLINE_MS = 5_000

/** Asks hCaptcha whether an answer is right. When it cannot be asked nobody passes, and the log says why. */
export async function hcaptchaFault(
  { config, log }: Pick<Platform, 'config' | 'log'>,
  answer: string,
  requestId: string | null,
): Promise<'wrong' | 'unavailable' | undefined> {
  const { hcaptchaSecret: secret = '', hcaptchaSiteKey: sitekey = '' } = config
  const body = new URLSearchParams({ secret, sitekey, response: answer }).toString()
  try {
    return await withDeadline(DEADLINE_MS, async (signal) => {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      const reply = await exchange({ method: 'POST', url: new URL(config.hcaptchaVerifyUrl), headers, body, signal })
      const { success, 'error-codes': codes } = jsonObject(await reply.text())
      if (success === true) return undefined
      if (success === false && !isOurFault(codes)) return 'wrong'
      throw new Error(`hCaptcha answers ${reply.status} ${JSON.stringify(codes ?? '').slice(0, 200)}`)
    })
  } catch (error) {
    log.error(
      { event: 'captcha_unavailable', request_id: requestId, error: (error as Error).message },
      'hCaptcha cannot be asked: nobody passes',
    )
    return 'unavailable'
  }
}

/** A secret or site key that hCaptcha does not take. */
const isOurFault = (codes: unknown): boolean =>
  JSON.stringify(codes ?? '').includes('secret') || JSON.stringify(codes ?? '').includes('sitekey')
