export const tokens = {
  check: {
    title: 'Confirm that you are a person',
    asked: (domain: string, when: string) => `An app wants to make an account at ${domain}. It asked on ${when}.`,
    yours: 'If that was you, confirm it here. Otherwise close this page.',
    button: 'Continue',
    validated: { title: 'You can go on in the app', text: 'Go back to the app. It goes on by itself; you can close this page.' },
    used: {
      title: 'This page was used already',
      text: 'Go back to the app, which has what it needs. If it does not go on, start again there.',
    },
    expired: { title: 'This page has expired', text: 'It was good for an hour. Start again in the app, which opens a new page.' },
    unknown: {
      title: 'This page does not exist',
      text: 'Its address is not complete, or too old. Start again in the app, which opens a new page.',
    },
  },
  captcha: {
    noScript: 'This check needs JavaScript. Allow it for this page, or copy the address of this page into another browser.',
    faults: {
      missing: 'The check has not run yet. Wait until it is done; it needs JavaScript.',
      wrong: 'The check has failed. Here is a new one: try again.',
      used: 'The check was too old, or was used before. Here is a new one: try again.',
      unavailable: 'The check cannot be made at the moment. Try again in a few minutes.',
    },
    /** what the widget says, by its own names */
    widget: {
      ariaLinkLabel: 'ALTCHA',
      cancel: 'Cancel',
      enterCode: 'Enter the code',
      enterCodeAria: 'Enter the code that you hear.',
      enterCodeFromImage: 'Enter the code from the image.',
      error: 'The check has failed. Reload this page; it must be opened by https.',
      expired: 'The check is too old. Reload this page.',
      footer: '',
      getAudioChallenge: 'Hear the code',
      label: 'I am a person',
      loading: 'Loading …',
      reload: 'Reload',
      verify: 'Check',
      verificationRequired: 'Wait until the check is done.',
      verified: 'Checked',
      verifying: 'Checking …',
      waitAlert: 'Wait until the check is done.',
    },
  },
}
