import type { Sms } from '../messages.js'

/** FlexiAPI's text to the letter: operators have it registered with carriers. */
const code: Sms = ({ domain, code, lifetime }) => `Your ${domain} validation code is ${code}. The code is available for ${lifetime}`

export const sms = {
  activation: code,
  phoneChange: code,
  recovery: code,
  test: ({ domain }) => `This is a test message of ${domain}. SMS work.`,
} satisfies Record<string, Sms>
