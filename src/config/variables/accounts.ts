import { domain, integer, list, oneOf, onOff, realm, secureUrl, text } from '../parsers.js'
import { optional, required } from '../variable.js'

const COUNT = integer(1, 1_000_000)

/** Accounts, their domains, and how long proofs are good. */
export const accountsVariables = {
  sipDomain: required({ name: 'SIP_DOMAIN', group: 'accounts', doc: 'The default domain.', parse: domain, fallback: 'sip.example.org' }),
  sipDomains: required({
    name: 'SIP_DOMAINS',
    group: 'accounts',
    doc: 'All domains that accounts may have, comma separated.',
    parse: list(domain),
    fallback: ({ sipDomain }) => String(sipDomain),
    fallbackText: 'SIP_DOMAIN',
  }),
  sipRealm: optional({
    name: 'SIP_REALM',
    group: 'accounts',
    doc: 'One realm for all accounts. Passwords are stored as hashes over the realm, so a change over existing accounts stops the start.',
    parse: realm,
    fallbackText: "each account's domain",
  }),
  openRegistration: required({
    name: 'OPEN_REGISTRATION',
    group: 'accounts',
    doc: '`on` lets anyone make an account in the panel, with an e-mail address that a code proves.',
    parse: onOff,
    fallback: 'off',
  }),
  signupActivation: required({
    name: 'SIGNUP_ACTIVATION',
    group: 'accounts',
    doc: 'What an account waits for that an app of today makes (`accounts/with-account-creation-token`): `code`, that its owner proves a phone number or e-mail address; `none`, it is active at once.',
    parse: oneOf('code', 'none'),
    fallback: 'code',
  }),
  captcha: required({
    name: 'CAPTCHA',
    group: 'accounts',
    doc: 'How pages tell people from programs: `altcha`, a proof of work that the browser computes, without any other service; `hcaptcha`, the service of that name; `off`, not at all.',
    parse: oneOf('altcha', 'hcaptcha', 'off'),
    fallback: 'altcha',
  }),
  hcaptchaSiteKey: optional({
    name: 'HCAPTCHA_SITE_KEY',
    group: 'accounts',
    doc: 'The site key at hCaptcha, for CAPTCHA=hcaptcha.',
    parse: text,
  }),
  hcaptchaSecret: optional({
    name: 'HCAPTCHA_SECRET',
    group: 'accounts',
    doc: 'The secret at hCaptcha, for CAPTCHA=hcaptcha.',
    parse: text,
    secret: 'all',
  }),
  hcaptchaVerifyUrl: required({
    name: 'HCAPTCHA_VERIFY_URL',
    group: 'accounts',
    doc: 'Where answers are checked for CAPTCHA=hcaptcha, if not at hCaptcha directly.',
    parse: secureUrl,
    fallback: 'https://api.hcaptcha.com/siteverify',
  }),
  usernameMinLength: required({
    name: 'USERNAME_MIN_LENGTH',
    group: 'accounts',
    doc: 'Characters that the name of a new account must have; 1 allows extension numbers.',
    parse: integer(1, 64),
    fallback: '6',
  }),
  tokenTtl: required({
    name: 'TOKEN_TTL',
    group: 'accounts',
    doc: 'Seconds that an account creation token is good, pushed or not.',
    parse: integer(1, 31_536_000),
    fallback: '3600',
  }),
  nonceTtl: required({
    name: 'NONCE_TTL',
    group: 'accounts',
    doc: 'Seconds that a nonce is good.',
    parse: integer(1, 86_400),
    fallback: '300',
  }),
  codeTtl: required({
    name: 'CODE_TTL',
    group: 'accounts',
    doc: 'Seconds that a code or PIN is good.',
    parse: integer(1, 604_800),
    fallback: '600',
  }),
  apiKeyIdle: required({
    name: 'API_KEY_IDLE',
    group: 'accounts',
    doc: 'Seconds after which an API key that an account has made for itself ends when nobody uses it; 0 for never. Keys of administrators stay.',
    parse: integer(0, 31_536_000),
    fallback: '3600',
  }),
  passwordMinLength: required({
    name: 'PASSWORD_MIN_LENGTH',
    group: 'accounts',
    doc: 'Characters that a new password must have. It may not be among the 10,000 commonest either, nor the user name or domain, unless an administrator sets it.',
    parse: integer(6, 255),
    fallback: '6',
  }),
  tombstoneDays: required({
    name: 'TOMBSTONE_DAYS',
    group: 'accounts',
    doc: 'Days that the name of a deleted account is kept from sign-up; administrators may give it to a new account. 0: none.',
    parse: integer(0, 36_500),
    fallback: '30',
  }),
  unconfirmedDays: required({
    name: 'UNCONFIRMED_DAYS',
    group: 'accounts',
    doc: 'Days after which an account that was never activated is removed. 0: never, but by `clear-unconfirmed`.',
    parse: integer(0, 36_500),
    fallback: '0',
  }),
  tokensPerDevice: required({
    name: 'TOKENS_PER_DEVICE',
    group: 'accounts',
    doc: 'Accounts that push tokens of one device may make; forgotten a year after its last token. `cli push-device reset` lets it begin anew.',
    parse: COUNT,
    fallback: '4',
  }),
}
