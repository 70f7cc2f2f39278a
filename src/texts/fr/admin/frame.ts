import type { frame as English } from '../../en/admin/frame.js'

export const frame: typeof English = {
  nav: { accounts: 'Comptes', bulk: 'Opérations', keys: "Clés d'API", webhooks: 'Webhooks', activity: 'Activité' },
  copy: { button: 'Copier', done: 'Copié.' },
}
