export const logins = {
  logins: {
    answer: 'Can its owner log in?',
    nothing: 'Nothing is in the way.',
    lastGood: (when: string, address: string) => `Last successful log-in: ${when}, from ${address}.`,
    neverGood: 'No successful log-in is known.',
    scope: (days: number) =>
      `Log-ins at the API and on these pages in the last ${days === 1 ? 'day' : `${days} days`}. Phones that register at the SIP server do so without this service: they are not listed.`,
    off: 'No history of log-ins is kept on this server.',
    hindrances: {
      blocked: 'The account is blocked: nobody can log in until an administrator unblocks it.',
      deactivated: 'The account is deactivated: nobody can log in until an administrator activates it.',
      not_activated: 'The account is not activated yet. The overview says what it waits for.',
      no_password: 'The account has no password. Set one, or send a link to set one.',
      limited: (address: string, wait: string) => `After several wrong passwords, ${address} has to wait for another ${wait}.`,
      address_limited: (address: string, wait: string) =>
        `${address} has tried too many passwords on all accounts together, and has to wait for another ${wait}. This cannot be lifted here.`,
      guessed: (wait: string) =>
        `Many wrong passwords have come from many addresses. For another ${wait}, only a few log-ins get through from addresses that are new to the account.`,
      wrong: (address: string, when: string) => `The last password from ${address} was wrong: ${when}.`,
      wrong_factor: (address: string, when: string) => `From ${address} came the right password, and a wrong second factor: ${when}.`,
      other_algorithm: (address: string, when: string, asked: string, stored: string) =>
        `The app at ${address} answers with ${asked}, but the password is stored for ${stored || 'nothing'}: ${when}. Set the password anew for ${asked}, or set up the app again.`,
      other_realm: (address: string, when: string, realm: string) =>
        `The app at ${address} logs in for another realm than ${realm}: ${when}. Check the realm in its settings.`,
      replayed: (address: string, when: string) =>
        `The app at ${address} sent an answer a second time: ${when}. Restarting it usually helps.`,
    },
    liftText:
      'Forgets the wrong passwords that were counted for this account, so that its owner can try again at once. New wrong passwords count as before.',
    lift: 'Lift the delay',
    lifted: (account: string) => `Nobody has to wait any longer to log in to ${account}.`,
    title: 'Log-ins',
    none: 'There is none.',
    what: 'Result',
    from: 'From',
    last: 'Last time',
    browser: 'Program',
    times: (count: number, since: string) => `${count} times since ${since}`,
    once: 'once',
    more: 'Show log-ins',
  },
}
