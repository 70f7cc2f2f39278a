import type { ValuesOf } from './variable.js'
import type { VARIABLES } from './variables.js'

export type Values = ValuesOf<typeof VARIABLES>

/** How push notifications are sent; with nothing set they go to the development outbox. */
export interface PushConfig {
  /** flexisip_pusher, for every provider */
  readonly pusherPath: string | undefined
  readonly apns: { keyFile: string; keyId: string; teamId: string } | undefined
  readonly fcm: { credentialsFile: string } | undefined
  readonly vapid: { publicKey: string; privateKey: string; subject: string } | undefined
}

/** Variables whose values `Config` has in another form. */
export const JOINED = [
  'secret',
  'pusherPath',
  'apnsKeyFile',
  'apnsKeyId',
  'apnsTeamId',
  'fcmCredentialsFile',
  'vapidPublicKey',
  'vapidPrivateKey',
  'vapidSubject',
  'smsPerNumber',
  'smsPerRange',
  'smsPerAddress',
  'smsTotal',
] as const satisfies (keyof Values)[]
export type Joined = (typeof JOINED)[number]

/** Everything that an operator can set, checked: the values of `variables.ts`. */
export interface Config extends Omit<Values, Joined> {
  readonly secret: string
  readonly push: PushConfig
  /** SMS in 24 hours at most */
  readonly smsDaily: { perNumber: number; perRange: number; perAddress: number; total: number }
}

/** All faults of a configuration at once, one line each. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((f) => `  ${f}`).join('\n')}`,
    )
  }
}
