export const frame = {
  nav: { accounts: 'Accounts', keys: 'API keys', webhooks: 'Webhooks', activity: 'Activity' },
  copy: { button: 'Copy', done: 'Copied.' },
}
