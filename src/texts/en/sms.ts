import type { Sms } from '../messages.js'

export const sms = {
  activation: ({ domain, code }) => `Your confirmation code for ${domain} is ${code}`,
  phoneChange: ({ domain, code }) => `Your confirmation code for ${domain} is ${code}`,
  recovery: ({ domain, code }) => `Your recovery code for ${domain} is ${code}`,
  test: ({ domain }) => `This is a test message of ${domain}. SMS work.`,
} satisfies Record<string, Sms>
