import type { sms as English } from '../en/sms.js'
import type { Sms } from '../messages.js'

const code: Sms = ({ domain, code, lifetime }) => `Votre code de validation ${domain} est ${code}. Il est valable ${lifetime}`

export const sms: typeof English = {
  activation: code,
  phoneChange: code,
  recovery: code,
  test: ({ domain }) => `Ceci est un message de test de ${domain}. Les SMS fonctionnent.`,
}
