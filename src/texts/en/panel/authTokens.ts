export const authTokens = {
  devicesLogin: {
    title: 'Log in with another device',
    lead: 'On a device where you are already logged in to this site, scan a code. You are then logged in here without typing your password.',
    show: 'Show the code',
    scan: 'Scan this code with a device where you are logged in to this site, then confirm on that device.',
    code: 'The code to scan',
    or: 'Or open this address there:',
    goesOn: 'This page continues by itself. The code is valid for five minutes.',
    password: 'Log in with your password',
    link: 'Log in with another device',
    attachTitle: 'Log another device in?',
    ask: (username: string) => `A device wants to log in to your account ${username}:`,
    device: 'Device',
    address: 'Network address',
    askedAt: 'Requested',
    warning:
      'Continue only if this device is in front of you and you have just requested this yourself. It will be able to do everything you can do here.',
    button: 'Log this device in',
    attached: 'The other device is now logged in.',
    goneTitle: 'This code is no longer valid',
    gone: 'It has been used or is older than five minutes. Show a new one on the other device.',
  },
}
