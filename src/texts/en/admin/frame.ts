export const frame = {
  nav: {
    overview: 'Overview',
    accounts: 'Accounts',
    bulk: 'Bulk operations',
    keys: 'API keys',
    messages: 'Messages',
    webhooks: 'Webhooks',
    activity: 'Activity',
  },
  copy: { button: 'Copy', done: 'Copied.' },
}
