export const logins = {
  logins: {
    answer: 'Can the owner log in?',
    nothing: 'Nothing prevents the owner from logging in.',
    lastGood: (when: string, address: string) => `Last successful log-in: ${when}, from ${address}.`,
    neverGood: 'No successful log-in has been recorded.',
    scope: (days: number) =>
      `Log-ins to the API and to this site in the last ${days === 1 ? 'day' : `${days} days`}. Registrations of phones with the SIP server are not listed here.`,
    off: 'This server keeps no history of log-ins.',
    hindrances: {
      blocked: 'The account is blocked: nobody can log in until an administrator unblocks it.',
      deactivated: 'The account is deactivated: nobody can log in until an administrator activates it.',
      not_activated: 'The account is not activated yet. Its overview says what is missing.',
      no_password: 'The account has no password. Set one, or send a link to choose one.',
      limited: (address: string, wait: string) => `After several wrong passwords, ${address} has to wait another ${wait}.`,
      address_limited: (address: string, wait: string) =>
        `${address} has tried too many passwords on several accounts, and has to wait another ${wait}. This delay cannot be lifted here.`,
      guessed: (wait: string) =>
        `Many wrong passwords were tried from many addresses. For another ${wait}, log-ins from addresses that are new to this account rarely succeed.`,
      wrong: (address: string, when: string) => `The last password tried from ${address} was wrong (${when}).`,
      wrong_factor: (address: string, when: string) => `From ${address}, the password was right but the second factor was wrong (${when}).`,
      other_algorithm: (address: string, when: string, asked: string, stored: string) =>
        `The app at ${address} uses ${asked}, but the password is stored as ${stored || 'nothing'} (${when}). Set the password again, stored as ${asked}, or set up the app again.`,
      other_realm: (address: string, when: string, realm: string) =>
        `The app at ${address} uses another realm than ${realm} (${when}). Check the realm in its settings.`,
      replayed: (address: string, when: string) =>
        `The app at ${address} sent the same answer twice (${when}). Restarting it usually helps.`,
    },
    liftText:
      'Lifting the delay forgets the wrong passwords counted for this account, so that the owner can try again at once. New wrong passwords count as before.',
    lift: 'Lift the delay',
    lifted: (account: string) => `The delay for ${account} has been lifted.`,
    title: 'Log-ins',
    none: 'No log-ins yet.',
    what: 'Result',
    from: 'From',
    last: 'Last time',
    browser: 'Program',
    times: (count: number, since: string) => `${count} times since ${since}`,
    once: 'once',
    more: 'Show log-ins',
    /** what is said to administrators in other words than to owners */
    results: { other_algorithm: 'other algorithm', other_realm: 'other realm', replayed: 'repeated answer' },
  },
}
