import type { Mail } from '../messages.js'

export const mails = {
  activation: ({ account, code, link, lifetime }) => ({
    subject: 'Your activation code',
    paragraphs: [
      `Welcome. This code activates the account ${account}:`,
      code,
      // a mail that waited for an update of the service has none
      ...(link === '' ? [] : ['Or open this page and activate it there:', link]),
      `It is valid for ${lifetime}.`,
      'If you did not ask for an account, ignore this message: without the code nothing happens.',
    ],
  }),
  emailChange: ({ account, code, link, lifetime }) => ({
    subject: 'Confirm your new e-mail address',
    paragraphs: [
      `This address was given as the new one for the account ${account}. To confirm it, enter this code in the app:`,
      code,
      'Or open this page and confirm there:',
      link,
      `Both are valid for ${lifetime}.`,
      'If you did not ask for this, ignore this message: nothing changes.',
    ],
  }),
  provisioning: ({ account, link }) => ({
    subject: 'Set up your phone or computer',
    paragraphs: [
      `This link sets up an app with the account ${account}. Open it on the device you want to use:`,
      link,
      'If this e-mail is open on another device, scan the QR code with the app: it offers this when it asks for an account.',
      'The link works once. Anyone who has it can use your account: keep it to yourself.',
      'If you did not expect this, tell your operator.',
    ],
    qrCode: 'QR code of the link',
  }),
  emailChangeNotice: ({ account }) => ({
    subject: 'Your e-mail address is about to change',
    paragraphs: [
      `Somebody who is logged in to the account ${account} asked to replace this e-mail address with another one. This happens as soon as the new one is confirmed.`,
      'If it was you, there is nothing to do.',
      'If it was not you, change the password of the account now and tell your operator.',
    ],
  }),
  accountDeleted: ({ account, domain }) => ({
    subject: 'Your account was deleted',
    paragraphs: [
      `The account ${account} and everything that belonged to it were deleted. Its address no longer works.`,
      'If you or your operator did this, there is nothing to do.',
      `If not, tell the operator of ${domain} soon: for some time nobody else can sign up with your user name, and the operator can give it back to you.`,
    ],
  }),
  accountRecovered: ({ account }) => ({
    subject: 'A device has logged in to your account by phone',
    paragraphs: [
      `Somebody has logged in to the account ${account} with a code that was sent to its phone number.`,
      'If it was you, there is nothing to do.',
      'If it was not you, change the password of the account now and tell your operator.',
    ],
  }),
  adminGranted: ({ account }) => ({
    subject: 'Your account is now an administrator',
    paragraphs: [
      `The account ${account} was made an administrator: it can see and manage all accounts.`,
      'If you know about this, there is nothing to do.',
      'If not, tell your operator.',
    ],
  }),
  adminRevoked: ({ account }) => ({
    subject: 'Your account is no longer an administrator',
    paragraphs: [
      `The account ${account} is no longer an administrator, and its API keys are revoked.`,
      'If you know about this, there is nothing to do.',
      'If not, tell your operator.',
    ],
  }),
  apiKeyCreated: ({ account }) => ({
    subject: 'A new API key for your account',
    paragraphs: [
      `An API key was generated for the account ${account}. Anyone who has it can do everything you can do.`,
      'If it was you, there is nothing to do.',
      'If it was not you, revoke the key and change your password now, and tell your operator.',
    ],
  }),
  emailChanged: ({ account }) => ({
    subject: 'Your e-mail address was changed',
    paragraphs: [
      `An administrator has changed the e-mail address of the account ${account}, or removed this one.`,
      'Messages about the account no longer come here. If you did not ask for this, tell your operator.',
    ],
  }),
  phoneChanged: ({ account }) => ({
    subject: 'Your phone number was changed',
    paragraphs: [
      `The account ${account} has a new phone number.`,
      'If it was you, there is nothing to do.',
      'If it was not you, change the password of the account now and tell your operator.',
    ],
  }),
  passwordGuessed: ({ account }) => ({
    subject: 'Somebody is trying passwords on your account',
    paragraphs: [
      `In the last hour many wrong passwords were tried for the account ${account}. Further tries are slowed down.`,
      'Your own devices continue to work. From a place where you have not logged in before, logging in may take several tries for a while.',
      'If your password is short, or you use it elsewhere as well, choose another one.',
    ],
  }),
  passwordSet: ({ account }) => ({
    subject: 'Your password was set',
    paragraphs: [
      `The account ${account} has a new password.`,
      'If it was you, there is nothing to do.',
      'If it was not you, tell your operator at once: somebody else has your account.',
    ],
  }),
  recoveryCodesRenewed: ({ account }) => ({
    subject: 'New recovery codes for your account',
    paragraphs: [
      `New recovery codes were created for the account ${account}. The old ones no longer work.`,
      'If it was you, there is nothing to do.',
      'If it was not you, change your password now and tell your operator.',
    ],
  }),
  recoveryCodeUsed: ({ account }) => ({
    subject: 'Somebody logged in with a recovery code',
    paragraphs: [
      `Somebody logged in to the account ${account} with its password and a recovery code. The code cannot be used again.`,
      'If it was you, there is nothing to do.',
      'If it was not you, change your password now, log out everywhere and tell your operator.',
    ],
  }),
  secondFactorAdded: ({ account }) => ({
    subject: 'Your account has a new second factor',
    paragraphs: [
      `A passkey or an authenticator app was added to the account ${account}. Logging in to its pages asks for it after the password.`,
      'If it was you, there is nothing to do.',
      'If it was not you, tell your operator at once: somebody else has your account.',
    ],
  }),
  secondFactorGuessed: ({ account }) => ({
    subject: 'Somebody knows your password',
    paragraphs: [
      `Somebody entered the right password of the account ${account}, then many wrong codes. For up to an hour, no more codes of that kind are accepted.`,
      'If it was you, wait, or use another second factor.',
      'If it was not you, change your password now: your second factor has kept them out so far.',
    ],
  }),
  secondFactorRemoved: ({ account }) => ({
    subject: 'A second factor was removed from your account',
    paragraphs: [
      `A passkey or the authenticator app was removed from the account ${account}, by you or by your operator.`,
      'If you know about this, there is nothing to do.',
      'If not, change your password now and tell your operator.',
    ],
  }),
  recovery: ({ account, code, link, lifetime }) => ({
    subject: 'A new password for your account',
    paragraphs: [
      `Somebody asked for a new password for the account ${account}. To choose one, enter this code on the page where you asked for it:`,
      code,
      'Or open this page:',
      link,
      `Both are valid for ${lifetime}.`,
      'If you did not ask for this, ignore this message: your password stays as it is. Do not give this code to anybody.',
    ],
  }),
  recoveryNames: ({ domain, names }) => ({
    subject: 'Which account needs a new password?',
    paragraphs: [
      `Somebody asked for a new password for an account of ${domain} with this e-mail address. There are several:`,
      names,
      'Start again, and enter the user name of the account you mean.',
      'If you did not ask for this, ignore this message: nothing changes.',
    ],
  }),
  passwordReset: ({ account, link, lifetime }) => ({
    subject: 'Choose a new password',
    paragraphs: [
      `Your operator sent you this link to choose a new password for the account ${account}:`,
      link,
      `It works once and is valid for ${lifetime}. Until you use it, your old password still works.`,
      'Do not share this link.',
    ],
  }),
  invitation: ({ account, link, lifetime }) => ({
    subject: 'Your new account for calls',
    paragraphs: [
      `You have a new account: ${account}. Open this page to choose your password and set up the app on your phone or computer:`,
      link,
      `The link works once and is valid for ${lifetime}.`,
      'If you did not expect this, ignore this message. Do not share this link.',
    ],
  }),
  test: ({ domain }) => ({
    subject: 'A test message',
    paragraphs: [`This is a test message from the account service of ${domain}.`, 'E-mail works.'],
  }),
} satisfies Record<string, Mail>
