export const authTokens = {
  devicesLogin: {
    title: 'Log in with a QR code',
    lead: 'Show a QR code here, scan it with a phone that is logged in to this site, and confirm there. You are then logged in here without typing your password.',
    show: 'Show the QR code',
    scan: 'Scan this code with a device where you are logged in to this site, then confirm on that device.',
    code: 'The code to scan',
    or: 'Or open this address there:',
    goesOn: 'Once you confirm, you are logged in here automatically. The code is valid for five minutes.',
    password: 'Log in with your password',
    link: 'Log in with a QR code',
    attachTitle: 'Log another device in?',
    ask: (username: string) => `A device wants to log in to your account ${username}:`,
    device: 'Device',
    address: 'IP address',
    askedAt: 'Requested',
    warning:
      'Continue only if this device is in front of you and you have just requested this yourself. It will be able to do everything you can do here.',
    button: 'Log this device in',
    attached: 'The other device is now logged in.',
    goneTitle: 'This code is no longer valid',
    gone: 'It has been used or is older than five minutes. Show a new one on the other device.',
  },
}
