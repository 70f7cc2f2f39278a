import { type Algorithm, ha1 } from '../../../auth/digest.js'
import type { Caller } from '../../../caller.js'
import { OPERATOR } from '../../../caller.js'
import type { NewAccountCheck } from '../../../contract/newAccountCheck.js'
import { parseSqlDate } from '../../../domain/dates.js'
import { AppError } from '../../../domain/errors.js'
import { isE164, parsePhone } from '../../../domain/phone.js'
import { rowOrRefusal } from '../../accounts/bulk.js'
import type { NewAccountRow } from '../../accounts/record.js'
import type { Platform } from '../../platform.js'
import { sharedRealm, spaceOf } from '../../spaces/space.js'
import { type ForeignAccount, foreignAccountRow, isEmail } from '../foreignAccount.js'
import type { Problem, Tell } from './report.js'
import type { FlexiapiAccount } from './source.js'

const FIELDS: Record<string, ['md5_ha1' | 'sha256_ha1' | 'cleartext', RegExp]> = {
  MD5: ['md5_ha1', /^[0-9a-f]{32}$/i],
  'SHA-256': ['sha256_ha1', /^[0-9a-f]{64}$/i],
  CLRTXT: ['cleartext', /^[^\0]{1,255}$/s],
}
/** Who made accounts of which that is not known. */
const UNKNOWN: Caller = { ip: '', userAgent: undefined, language: 'en', actor: OPERATOR, requestId: null }

/** The account as it is to be inserted; undefined when it cannot be. Tells what is not taken. */
export function importedRow(
  deps: Pick<Platform, 'config' | 'clock'>,
  account: FlexiapiAccount,
  check: NewAccountCheck,
  tell: Tell,
): NewAccountRow | undefined {
  const say = (problem: Problem, detail: string) => tell(account, problem, detail)
  if (!spaceOf(deps, account.domain.toLowerCase()).served) {
    say('domain', `SIP_DOMAINS does not have ${account.domain}.`)
    return undefined
  }
  const passwords = passwordsOf(account, say)
  const hashed = passwords.md5_ha1 ?? passwords.sha256_ha1
  if (hashed && sharedRealm(deps) === undefined && account.domain !== account.domain.toLowerCase()) {
    say('domain', 'The hash is made with upper case in the domain, which nobody can log in with here. Set SIP_REALM to it.')
    return undefined
  }
  // a blocked one waits for an administrator, and for no code (decision 31)
  const waits = !account.activated && !account.blocked
  const key = waits ? keyOf(account, say) : null
  const emailFits = account.email === null || isEmail(account.email, check)
  if (!emailFits) say('email', `'${account.email}' is no e-mail address.`)
  const row = rowOrRefusal(() => {
    const { username, domain, admin } = account
    const stored: ForeignAccount = {
      ...{ username, domain, activated: account.activated, blocked: account.blocked, admin },
      email: (emailFits && account.email) || undefined,
      creation_time: dateOf(account.createdAt, say),
      confirmation_key_expires: waits ? dateOf(account.keyExpires, say) : undefined,
      ...passwords,
    }
    return foreignAccountRow(deps, stored, check, UNKNOWN)
  })
  if (row instanceof AppError) {
    say(row.errors?.username ? 'username' : 'domain', row.message)
    return undefined
  }
  checkRealm(deps, row, say)
  if (row.passwords.length === 0) say('no_password', 'It has no password that can be taken: it needs a new one to log in.')
  const { ipAddress, userAgent } = account
  return {
    ...row,
    ipAddress: cut(ipAddress, 64),
    userAgent: cut(userAgent, 255),
    phone: phoneOf(account, say),
    confirmationKey: key,
    displayName: displayNameOf(account, say),
    dtmfProtocol: dtmfProtocolOf(account, say),
  }
}

/** The code that it can still activate itself with. */
function keyOf({ confirmationKey: key }: FlexiapiAccount, say: Say): string | null {
  if (key === null || /^([A-Za-z0-9]{13}|\d{4})$/.test(key)) return key
  say('confirmation_key', 'It has neither 13 letters and digits nor 4 digits.')
  return null
}

/** As long as what the service itself notes of a client. */
const cut = (text: string | null, length: number): string | null => text?.replaceAll('\0', '').slice(0, length).toWellFormed() ?? null

type Say = (problem: Problem, detail: string) => void

function passwordsOf({ passwords }: FlexiapiAccount, say: Say) {
  const taken: Partial<Record<'md5_ha1' | 'sha256_ha1' | 'cleartext', string>> = {}
  for (const { algorithm, password } of passwords) {
    const [field, form] = FIELDS[algorithm] ?? []
    if (!field) say('password', `Its algorithm '${algorithm.slice(0, 40)}' is unknown.`)
    else if (!form!.test(password)) say('password', `A password of ${algorithm} has not the form of one.`)
    else {
      if (taken[field] !== undefined && taken[field] !== password) say('password', `Of several of ${algorithm} the newest is taken.`)
      taken[field] = password
    }
  }
  return taken
}

/** An account with a password in clear text shows which realm the hashes beside it are made with. */
function checkRealm(deps: Pick<Platform, 'config'>, { username, domain, passwords }: NewAccountRow, say: Say): void {
  const clear = passwords.find(({ algorithm }) => algorithm === 'CLRTXT')
  if (!clear) return
  const realm = spaceOf(deps, domain).realm
  for (const { algorithm, password } of passwords) {
    if (algorithm !== 'CLRTXT' && ha1(algorithm as Algorithm, username, realm, clear.password) !== password)
      say('realm', `The hash of ${algorithm} is not of the password in clear text and the realm ${realm}.`)
  }
}

/** Characters at most, as in the contract. */
const LONGEST_NAME = 255

function displayNameOf({ displayName }: FlexiapiAccount, say: Say): string | null {
  const name = displayName?.replaceAll('\0', '').trim() || null
  if (name !== null && name.length > LONGEST_NAME) say('display_name', `Its display name was cut to ${LONGEST_NAME} characters.`)
  return name?.slice(0, LONGEST_NAME).toWellFormed() ?? null
}

function dtmfProtocolOf({ dtmfProtocol }: FlexiapiAccount, say: Say): NewAccountRow['dtmfProtocol'] {
  if (dtmfProtocol === null || ['sipinfo', 'rfc2833', 'sipmessage'].includes(dtmfProtocol)) return dtmfProtocol
  say('dtmf_protocol', `'${dtmfProtocol.slice(0, 40)}' is no way of sending DTMF.`)
  return null
}

function phoneOf({ phones }: FlexiapiAccount, say: Say): string | null {
  let phone: string | null = null
  for (const alias of new Set(phones)) {
    const number = parsePhone(alias) ?? (isE164(alias) ? alias : undefined)
    if (number === undefined) say('phone', `'${alias}' is no phone number in E.164.`)
    else if (phone !== null) say('phone', `It has a number already: ${alias} is not taken.`)
    else phone = number
  }
  return phone
}

/** As FlexiAPI stores it: `Y-m-d H:i:s`, in UTC. */
function dateOf(text: string | null, say: Say): string | undefined {
  if (text === null) return undefined
  const whole = text.slice(0, 19).replace('T', ' ')
  if (parseSqlDate(whole)) return whole
  say('date', `'${text}' is no date.`)
  return undefined
}
