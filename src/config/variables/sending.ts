import { absolutePath, countries, digits, hostPattern, integer, list, network, smsText, text, url } from '../parsers.js'
import { optional, required } from '../variable.js'

/** How an entry of SMS_URL may begin. `src/delivery/sms/sms.ts` has a gateway for each, or does not compile. */
export const SMS_PROTOCOLS = ['https', 'ovh', 'twilio'] as const
export type SmsProtocol = (typeof SMS_PROTOCOLS)[number]

/** What leaves the service: mail, SMS, push, and questions to Flexisip. */
export const sendingVariables = {
  mailUrl: optional({
    name: 'MAIL_URL',
    group: 'mail',
    doc: '`smtp://` or `smtps://user:password@host:port`; `?tls=required`, and `?name=` of this host for servers that are strict about it.',
    parse: url('smtp://', 'smtps://'),
    fallbackText: 'the outbox folder',
    secret: 'credentials',
  }),
  mailFrom: required({
    name: 'MAIL_FROM',
    group: 'mail',
    doc: 'Sender of mails.',
    parse: text,
    fallback: ({ sipDomain }) => `no-reply@${sipDomain}`,
    fallbackText: 'no-reply@SIP_DOMAIN',
  }),

  smsUrls: required({
    name: 'SMS_URL',
    group: 'sms',
    doc: `${SMS_PROTOCOLS.map((protocol) => `\`${protocol}://…\``).join(', ')}, or a comma list that is tried in order.`,
    parse: list(url(...SMS_PROTOCOLS.map((protocol) => `${protocol}://`))),
    fallback: '',
    fallbackText: 'the outbox folder',
    secret: 'credentials',
  }),
  smsCountries: required({
    name: 'SMS_COUNTRIES',
    group: 'sms',
    doc: 'Countries that SMS are sent to, as `FR,DE`, until an administrator says otherwise of one.',
    parse: countries,
    fallback: '',
    fallbackText: 'all',
  }),

  smsTextEn: optional({
    name: 'SMS_TEXT_EN',
    group: 'sms',
    doc: 'The text of SMS with a code, as carriers have it registered, with `{code}` in it, and `{domain}` and `{lifetime}` (`9 minutes`) if you like; `\\n` begins a line.',
    parse: smsText,
    fallbackText: 'Your {domain} validation code is {code}. The code is available for {lifetime}',
  }),
  smsTextFr: optional({
    name: 'SMS_TEXT_FR',
    group: 'sms',
    doc: 'The same for people whose language is French.',
    parse: smsText,
    fallbackText: 'Votre code de validation {domain} est {code}. Il est valable {lifetime}',
  }),

  pusherPath: optional({
    name: 'FLEXISIP_PUSHER_PATH',
    group: 'push',
    doc: 'Absolute path of flexisip_pusher, used for every push.',
    parse: absolutePath,
  }),
  apnsKeyFile: optional({
    name: 'APNS_KEY_FILE',
    group: 'push',
    doc: 'Push to Apple directly: a `.p8` key. Set all three APNS variables.',
    parse: text,
  }),
  apnsKeyId: optional({ name: 'APNS_KEY_ID', group: 'push', doc: "The key's id.", parse: text }),
  apnsTeamId: optional({ name: 'APNS_TEAM_ID', group: 'push', doc: "The team's id.", parse: text }),
  fcmCredentialsFile: optional({
    name: 'FCM_CREDENTIALS_FILE',
    group: 'push',
    doc: "Push to Firebase directly: a service account's JSON file.",
    parse: text,
  }),
  fcmProjectNumber: optional({
    name: 'FCM_PROJECT_NUMBER',
    group: 'push',
    doc: "The Firebase project's number. Apps that name another number are refused then.",
    parse: digits,
  }),
  vapidPublicKey: optional({ name: 'VAPID_PUBLIC_KEY', group: 'push', doc: 'Web Push. Set all three VAPID variables.', parse: text }),
  vapidPrivateKey: optional({ name: 'VAPID_PRIVATE_KEY', group: 'push', doc: 'The private key of Web Push.', parse: text, secret: 'all' }),
  vapidSubject: optional({
    name: 'VAPID_SUBJECT',
    group: 'push',
    doc: 'Address that push services may write to: `mailto:…` or `https://…`.',
    parse: text,
  }),
  webPushHosts: required({
    name: 'WEBPUSH_HOSTS',
    group: 'push',
    doc: 'Push services that browsers may name, `*.` for all hosts of a domain. A stranger chooses among them where this service connects to.',
    parse: list(hostPattern),
    fallback: 'fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com',
  }),

  webhookNetworks: required({
    name: 'WEBHOOK_NETWORKS',
    group: 'webhooks',
    doc: 'Networks of your own that webhooks may lead to, as `10.1.2.0/24,fd00::/8`, by `http://` as well.',
    parse: list(network),
    fallback: '',
    fallbackText: 'the public internet alone, by `https://`',
  }),

  registrarUrl: optional({
    name: 'REGISTRAR_URL',
    group: 'devices',
    doc: 'Where Flexisip keeps registrations: `redis://…`, `unix:/tmp/flexisip-proxy-123` or `flexisip-pid:/var/run/flexisip-proxy.pid`.',
    parse: url('redis://', 'rediss://', 'unix:/', 'flexisip-pid:/'),
    fallbackText: 'no devices are shown',
    secret: 'credentials',
  }),
  flexisipSocket: optional({
    name: 'FLEXISIP_SOCKET',
    group: 'devices',
    doc: "Flexisip's command socket, `unix:/…` or `flexisip-pid:/…`, by which it forgets a password that was changed (2.6 and later).",
    parse: url('unix:/', 'flexisip-pid:/'),
    fallbackText: 'REGISTRAR_URL, if that is a command socket',
  }),
  b2buaRedisUrl: optional({
    name: 'B2BUA_REDIS_URL',
    group: 'devices',
    doc: "The Redis at which Flexisip's B2BUA hears of changes of external accounts.",
    parse: url('redis://', 'rediss://'),
    fallbackText: 'REGISTRAR_URL, if that is a Redis',
    secret: 'credentials',
  }),
  flexisipCacheExpire: required({
    name: 'FLEXISIP_CACHE_EXPIRE',
    group: 'devices',
    doc: "Flexisip's `cache-expire`, in seconds. After that time the registrations of a deactivated or deleted account are removed once more.",
    parse: integer(0, 604_800),
    fallback: '1800',
  }),
}
