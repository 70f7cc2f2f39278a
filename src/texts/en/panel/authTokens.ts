export const authTokens = {
  devicesLogin: {
    title: 'Log in with another device',
    lead: 'On a device where you are logged in to these pages you scan a code, and are logged in here without your password.',
    show: 'Show the code',
    scan: 'Scan this code with a device where you are logged in to these pages, and confirm there.',
    code: 'The code to scan',
    or: 'Or open this address there:',
    goesOn: 'This page goes on by itself. The code is good for five minutes.',
    password: 'Log in with your password',
    link: 'Log in with another device',
    attachTitle: 'Log another device in?',
    ask: (username: string) => `A device asks to be logged in to your account ${username}:`,
    device: 'Device',
    address: 'Network address',
    askedAt: 'Asked',
    warning:
      'Go on only if you have this device in front of you, and have just asked for this yourself. It can do all that you can do here.',
    button: 'Log it in',
    attached: 'The other device is logged in.',
    goneTitle: 'This code is no longer good',
    gone: 'It was used, or is older than five minutes. Have the other device show a new one.',
  },
}
