import type { Texts } from '../../texts/languages.js'
import type { AccountRecord } from '../accounts/record.js'
import type { Platform } from '../platform.js'
import { spaceOf } from '../spaces/space.js'
import type { Hindrance } from './logins.js'

/** How times are written where a text is for. */
export interface Written {
  at(date: Date): string
  /** how long it is until then */
  until(date: Date): string
}

/** What keeps somebody from logging in to an account, in a sentence. */
export function hindranceText(
  deps: Pick<Platform, 'config'>,
  texts: Texts['admin']['logins']['hindrances'],
  { domain, passwords }: Pick<AccountRecord, 'domain' | 'passwords'>,
  { reason, ...of }: Hindrance,
  written: Written,
): string {
  const address = of.address ?? ''
  const when = of.at ? written.at(of.at) : ''
  const wait = of.until ? written.until(of.until) : ''
  switch (reason) {
    case 'limited':
    case 'address_limited':
      return texts[reason](address, wait)
    case 'guessed':
      return texts.guessed(wait)
    case 'wrong':
    case 'wrong_factor':
    case 'replayed':
      return texts[reason](address, when)
    case 'other_algorithm':
      return texts.other_algorithm(address, when, of.asked ?? '', passwords.map(({ algorithm }) => algorithm).join(', '))
    case 'other_realm':
      return texts.other_realm(address, when, spaceOf(deps, domain).realm)
    default:
      return texts[reason]
  }
}
