export const frame = {
  nav: { accounts: 'Accounts', keys: 'API keys', messages: 'Messages', webhooks: 'Webhooks', activity: 'Activity' },
  copy: { button: 'Copy', done: 'Copied.' },
}
