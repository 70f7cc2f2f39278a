export const frame = {
  nav: { accounts: 'Accounts', keys: 'API keys', activity: 'Activity' },
  copy: { button: 'Copy', done: 'Copied.' },
}
