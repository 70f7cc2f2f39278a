export const tokens = {
  check: {
    title: 'Confirm that you are human',
    asked: (domain: string, when: string) => `An app wants to create an account at ${domain}. It asked on ${when}.`,
    yours: 'If that was you, confirm it here. Otherwise, close this page.',
    button: 'Continue',
    signUpHere: 'Create an account here instead',
    validated: { title: 'You can continue in the app', text: 'Go back to the app: it continues by itself. You can close this page.' },
    used: {
      title: 'This page has already been used',
      text: 'Go back to the app, which has what it needs. If it does not continue, start again there.',
    },
    expired: { title: 'This page has expired', text: 'It was valid for an hour. Start again in the app, which opens a new page.' },
    unknown: {
      title: 'This link is no longer valid',
      text: 'Its address is incomplete or too old. Start again in the app, which opens a new page.',
    },
  },
  captcha: {
    noScript: 'This check needs JavaScript. Allow it for this page, or copy the address of this page into another browser.',
    faults: {
      missing: 'The check has not run yet. Wait until it is done; it needs JavaScript.',
      wrong: 'That check failed. A new one is below: please try again.',
      used: 'That check was too old or had already been used. A new one is below: please try again.',
      unavailable: 'The check is not available at the moment. Try again in a few minutes.',
    },
    /** what the widget says, by its own names */
    widget: {
      ariaLinkLabel: 'ALTCHA',
      cancel: 'Cancel',
      enterCode: 'Enter the code',
      enterCodeAria: 'Enter the code that you hear.',
      enterCodeFromImage: 'Enter the code from the image.',
      error: 'The check failed. Reload this page; its address must begin with https.',
      expired: 'The check is too old. Reload this page.',
      footer: '',
      getAudioChallenge: 'Listen to the code',
      label: 'I am human',
      loading: 'Loading …',
      reload: 'Reload',
      verify: 'Check',
      verificationRequired: 'Wait until the check is done.',
      verified: 'You are not a robot',
      verifying: 'Checking …',
      waitAlert: 'Wait until the check is done.',
    },
  },
}
