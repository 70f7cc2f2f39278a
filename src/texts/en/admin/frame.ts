export const frame = {
  nav: { accounts: 'Accounts', bulk: 'Bulk work', keys: 'API keys', webhooks: 'Webhooks', activity: 'Activity' },
  copy: { button: 'Copy', done: 'Copied.' },
}
