import { isAbsolute, resolve } from 'node:path'
import { plainNetwork } from '../domain/networks.js'
import { parseCountries } from '../domain/phoneCountry.js'

/** Reads the text of a variable, which is trimmed and not empty. @throws Error that says what is wrong, to be shown behind the variable's name */
export type Parser<T> = (text: string) => T

export const text: Parser<string> = (value) => value

const SMS_GAPS = ['{code}', '{domain}', '{lifetime}']

/** A text of an SMS with gaps, of which the code is one; `\\n` is the end of a line. What is put in makes it little longer: it is to fit into one SMS. */
export const smsText: Parser<string> = (value) => {
  const lines = value.replaceAll('\\n', '\n')
  const unknown = lines.match(/\{[^{}]*\}/g)?.find((gap) => !SMS_GAPS.includes(gap))
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${SMS_GAPS.join(', ')}`)
  if (!lines.includes('{code}')) throw new Error('{code} is missing')
  if (lines.length > 160) throw new Error('more than 160 characters')
  return lines
}

export const integer =
  (min: number, max: number): Parser<number> =>
  (value) => {
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= min && number <= max) return number
    throw new Error(`'${value}' is not a whole number from ${min} to ${max}`)
  }

/** From 0 to 1. */
export const ratio: Parser<number> = (value) => {
  const number = Number(value)
  if (/^[\d.]+$/.test(value) && number >= 0 && number <= 1) return number
  throw new Error(`'${value}' is not a number from 0 to 1`)
}

export const onOff: Parser<boolean> = (value) => {
  const lower = value.toLowerCase()
  if (lower !== 'on' && lower !== 'off') throw new Error(`'${value}' is neither on nor off`)
  return lower === 'on'
}

export const oneOf =
  <T extends string>(...words: readonly T[]): Parser<T> =>
  (value) => {
    if (words.includes(value as T)) return value as T
    throw new Error(`'${value}' is none of ${words.join(', ')}`)
  }

/** The value is not shown: it may hold a password. */
export const url =
  (...starts: readonly string[]): Parser<string> =>
  (value) => {
    if (!starts.some((start) => value.startsWith(start))) throw new Error(`expected a URL that starts with ${starts.join(' or ')}`)
    if (/^(?:file|unix|flexisip-pid):/.test(value)) return value
    // `#` would end it: what comes behind, the host often, is lost
    if (!URL.canParse(value) || /#.*@/.test(value))
      throw new Error('this is no URL. In user name and password # % / ? @ : are percent-encoded: # is %23, / is %2F')
    return value
  }

/** Where a secret is sent: by https, or to this very machine. */
export const secureUrl: Parser<string> = (value) => {
  const { protocol, hostname } = new URL(url('http://', 'https://')(value))
  if (protocol === 'http:' && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname))
    throw new Error('expected https://, as a secret is sent there')
  return value
}

/** Scheme, host and port, to which paths are added; slashes at the end are overlooked. */
export const webOrigin: Parser<string> = (value) => {
  const { origin, pathname, search, hash, username, password } = new URL(url('http://', 'https://')(value))
  if (/[^/]/.test(pathname) || search || hash || username || password)
    throw new Error('only scheme, host and port, as in https://accounts.example.org: the service has its pages at the root of a host')
  return origin
}

/** A path, relative ones from the working directory. */
export const folder: Parser<string> = (value) => resolve(value)

export const absolutePath: Parser<string> = (value) => {
  if (isAbsolute(value)) return value
  throw new Error(`'${value}' is not an absolute path`)
}

export const domain: Parser<string> = (value) => {
  const lower = value.toLowerCase()
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(lower) && lower.length <= 253) return lower
  throw new Error(`'${value}' is not a domain name`)
}

/** A domain name, with `*.` in front for all hosts below it. */
export const hostPattern: Parser<string> = (value) => (value.startsWith('*.') ? `*.${domain(value.slice(2))}` : domain(value))

/** A network in CIDR notation, or an address. */
export const network: Parser<string> = (value) => {
  const plain = plainNetwork(value)
  if (plain === undefined) throw new Error(`'${value}' is no network, such as 10.0.0.0/8`)
  return plain
}

export const digits: Parser<string> = (value) => {
  if (/^\d{1,20}$/.test(value)) return value
  throw new Error(`'${value}' is not a number`)
}

/** A SIP address of a server, without brackets: they are put around it. */
export const sipUri: Parser<string> = (value) => {
  if (/^sips?:[^\s<>"\p{C}]{1,1000}$/u.test(value)) return value
  throw new Error(`'${value}' is no SIP address, such as sip:sip.example.org;transport=tls`)
}

/** A TURN server (RFC 7065). */
export const turnUri: Parser<string> = (value) => {
  if (/^turns?:(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?$/.test(value)) return value
  throw new Error(`'${value}' is no TURN server, such as turn:turn.example.org:3478`)
}

/** What RFC 7616 lets stand in a realm without escapes. */
export const realm: Parser<string> = (value) => {
  if (/^[\x20-\x7e]{1,255}$/.test(value)) return value
  throw new Error('only printable ASCII, at most 255 characters')
}

export const secret: Parser<string> = (value) => {
  if (value.length >= 16) return value
  throw new Error('at least 16 characters; `openssl rand -hex 32` makes a good one')
}

/** A comma list, each entry once. */
export const list =
  <T>(entry: Parser<T>): Parser<T[]> =>
  (value) => {
    const faults: string[] = []
    const read = value.split(',').flatMap((one) => {
      const trimmed = one.trim()
      if (!trimmed) return []
      try {
        return [entry(trimmed)]
      } catch (error) {
        faults.push((error as Error).message)
        return []
      }
    })
    if (faults.length > 0) throw new Error(faults.join('; '))
    return [...new Set(read)]
  }

export const countries: Parser<string[]> = parseCountries

/** As browsers write it. Apps in a web view have origins such as capacitor://localhost, of which URL says 'null'. */
export const origin: Parser<string> = (value) => {
  const inApp = /^(?!https?:|file:)[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+$/.test(value)
  const exact = inApp ? value : URL.canParse(value) ? new URL(value).origin : 'null'
  if (exact !== 'null' && (value === exact || value === `${exact}/`)) return exact
  throw new Error(`'${value}' is not an origin, such as https://phone.example.org`)
}
