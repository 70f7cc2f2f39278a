import type { sms as English } from '../en/sms.js'

export const sms: typeof English = {
  activation: ({ domain, code }) => `Votre code de confirmation pour ${domain} est ${code}`,
  phoneChange: ({ domain, code }) => `Votre code de confirmation pour ${domain} est ${code}`,
  recovery: ({ domain, code }) => `Votre code pour un nouveau mot de passe de ${domain} est ${code}`,
  test: ({ domain }) => `Ceci est un message d'essai de ${domain}. Les SMS fonctionnent.`,
}
