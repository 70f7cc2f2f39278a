import type { frame as English } from '../../en/admin/frame.js'

export const frame: typeof English = {
  nav: {
    overview: 'Vue d’ensemble',
    accounts: 'Comptes',
    bulk: 'Opérations en masse',
    keys: 'Clés d’API',
    messages: 'Messages',
    webhooks: 'Webhooks',
    activity: 'Activité',
  },
  copy: { button: 'Copier', done: 'Copié.' },
}
