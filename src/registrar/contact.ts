import type { RegisteredDevice } from './registrar.js'

/** A contact of an address, with the key by which Flexisip finds it. */
export interface StoredContact {
  /** the field of the Redis hash, the unique id on the socket: quotes and brackets included */
  key: string
  device: RegisteredDevice
}

/** past any real registration, and still a date: seconds since the epoch */
const LAST_SECOND = 1e11
/** a `+sip.instance` as Flexisip keeps it: `"<urn:uuid:…>"` */
const INSTANCE = /^("?)(?:<(urn:[^<>"]+)>|(urn:[^<>"]+))\1$/i
/** [display name] <URI>: RFC 3261 section 25.1, name-addr */
const NAME_ADDR = /^(?:"(?:[^"\\]|\\.)*"\s*|[^<"]*)<([^>]*)>/

/** The uuid by which the API knows a contact: an urn without quotes and brackets; a key that is not an urn stays as it is. @internal for tests */
export function uuidOf(key: string): string {
  const instance = INSTANCE.exec(key)
  return instance?.[2] ?? instance?.[3] ?? key
}

/**
 * Reads a field of Flexisip's Redis hash:
 * `<sip:user@host;…;expires=N;cseq=N;updatedAt=EPOCH;…?path=…&user-agent=PERCENT-ENCODED>;+sip.instance=…`. Undefined when it is none.
 */
export function readContact(key: string, value: string): StoredContact | undefined {
  const uri = NAME_ADDR.exec(value.trimStart())?.[1]
  if (uri === undefined) return undefined
  const parameters = uri.slice(0, headersStart(uri))
  const updated = lastNumber(parameters, 'updatedAt')
  const expires = lastNumber(parameters, 'expires')
  const userAgent = /[?&]user-agent=([^&]*)/i.exec(uri.slice(parameters.length))?.[1]
  return storedContact(key, updated === undefined || expires === undefined ? undefined : updated + expires, updated, decode(userAgent))
}

/** @param expiresAt seconds since the epoch, as is `updated`. Undefined when the values are not what Flexisip writes. */
export function storedContact(key: unknown, expiresAt: unknown, updated: unknown, userAgent: unknown): StoredContact | undefined {
  if (typeof key !== 'string' || key === '' || !isTime(expiresAt) || !isTime(updated)) return undefined
  return {
    key,
    device: {
      uuid: uuidOf(key),
      expiresAt: new Date(expiresAt * 1000),
      updateTime: new Date(updated * 1000),
      userAgent: typeof userAgent === 'string' && userAgent !== '' ? userAgent : null,
    },
  }
}

/**
 * Those that have not expired. One that cannot be read hides no other.
 * @throws Error when there are some and none can be read: this is not what Flexisip writes
 */
export function liveContacts(contacts: (StoredContact | undefined)[], now: number): StoredContact[] {
  const readable = contacts.filter((contact) => contact !== undefined)
  if (contacts.length > 0 && readable.length === 0) throw new Error('the registrations are not in the form of Flexisip')
  return readable.filter(({ device }) => device.expiresAt.getTime() > now)
}

const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= LAST_SECOND

/** A user may contain `?`, so the headers start at the first one behind the `@`. */
function headersStart(uri: string): number {
  const behindUser = uri.indexOf('?', uri.indexOf('@') + 1)
  const start = behindUser < 0 ? uri.indexOf('?') : behindUser
  return start < 0 ? uri.length : start
}

/** Flexisip appends its parameters to those of the phone: the last one is its own. */
function lastNumber(parameters: string, name: string): number | undefined {
  const digits = parameters
    .split(';')
    .findLast((p) => p.startsWith(`${name}=`))
    ?.slice(name.length + 1)
  return digits !== undefined && /^\d{1,11}$/.test(digits) ? Number(digits) : undefined
}

function decode(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text)
  } catch {
    return text
  }
}
