export const frame = {
  nav: { overview: 'Overview', accounts: 'Accounts', keys: 'API keys', webhooks: 'Webhooks', activity: 'Activity' },
  copy: { button: 'Copy', done: 'Copied.' },
}
