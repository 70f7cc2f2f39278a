import { refused } from './attempt.js'
import type { PushTarget } from './push.js'

export interface ApnsDevice {
  /** undefined when pn_param names none, or only the placeholder that liblinphone puts there by default */
  team: string | undefined
  /** the app's bundle id */
  topic: string
  /** hex */
  deviceToken: string
}

const PARAM = /^(?:([A-Z0-9]{10}|ABCD1234)\.)?([A-Za-z0-9.-]{1,255}?)(?:\.((?:voip|remote)(?:&(?:voip|remote))*))?$/
const PRID = /^([0-9A-Fa-f]{32,200})(?::(voip|remote))?$/

/**
 * Reads RFC 8599, section 5.1, as Flexisip and liblinphone write it: pn_param is `TEAM.bundle.id`, perhaps with `.remote`, `.voip` or
 * `.voip&remote` behind; pn_prid is a device token, or `TOKEN:voip&TOKEN:remote`. A background push needs the token for `remote`.
 * @throws PushFailure that says what is wrong
 */
export function apnsDevice({ param, prid }: PushTarget): ApnsDevice {
  const app = PARAM.exec(param)
  if (!app) throw refused('pn_param for apns is a team id, a dot and the bundle id of the app, as in ABCD1234EF.org.example.phone.')
  const services = app[3]?.split('&') ?? ['remote']
  const tokens = prid.split('&').map((entry) => PRID.exec(entry))
  const remote = tokens.find(
    (token) => token && (token[2] ?? (tokens.length === 1 && services.length === 1 ? services[0] : undefined)) === 'remote',
  )
  if (tokens.includes(null)) throw refused('pn_prid for apns is a device token in hex, or two as in TOKEN:voip&TOKEN:remote.')
  if (!remote || !services.includes('remote'))
    throw refused('A token is sent by a background push. pn_param and pn_prid for apns must name a device token for `remote`.')
  return { team: app[1] === 'ABCD1234' ? undefined : app[1], topic: app[2]!, deviceToken: remote[1]! }
}
