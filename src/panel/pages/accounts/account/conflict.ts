import { entityTags } from '../../../../api/entityTags.js'
import type { Changeable } from '../../../../services/accounts/change/changeable.js'
import { isActivated } from '../../../../services/accounts/change/state.js'
import type { Platform } from '../../../../services/platform.js'
import type { Texts } from '../../../../texts/languages.js'
import type { FieldWords, Values } from '../../merge.js'

/** What a form of an account does not show, but somebody else may have changed. */
export type Unseen = 'password' | 'state' | 'dictionary' | 'waiting'

/** A mark for each, which says nothing but whether it is still the same: keyed, as passwords are among it. */
export function marksOf(deps: Pick<Platform, 'keys'>, account: Changeable): Record<Unseen, string> {
  const mark = (name: Unseen, value: unknown) => entityTags<Changeable>(deps, `account ${name}`, () => value).of(account).ETag
  const { activated, blocked, activatedBeforeBlock, passwords, dictionary } = account
  // until an account is activated the form shows the addresses that wait as its own
  const codes = isActivated(account) ? account.codes : []
  return {
    password: mark('password', passwords.map(({ algorithm, password }) => `${algorithm} ${password}`).sort()),
    state: mark('state', { activated, blocked, activatedBeforeBlock }),
    dictionary: mark(
      'dictionary',
      dictionary.map(({ key, value }) => [key, value]),
    ),
    waiting: mark('waiting', codes.map(({ channel, target }) => `${channel} ${target}`).sort()),
  }
}

/** Which of the marks differ from those that a form was shown with; none of a form that says none. */
export const changedUnseen = (now: Record<Unseen, string>, was: Values): Unseen[] =>
  (Object.keys(now) as Unseen[]).filter((name) => was[name] !== undefined && was[name] !== now[name])

/** How the fields of the form are called, and what they say. */
export const fieldWords = (words: Texts['admin']): FieldWords => ({
  label: (name) => labelOf(words, name),
  text: (name, value) => textOf(words, name, value),
})

function labelOf({ account, one, accounts }: Texts['admin'], name: string): string {
  const { username, domain, dtmf } = account.edit
  const { displayName, email, phone } = one
  const labels: Record<string, string> = {
    username,
    domain,
    display_name: displayName,
    email,
    phone,
    dtmf_protocol: dtmf,
    admin: accounts.admin,
  }
  return labels[name] ?? name
}

function textOf({ account, accounts }: Texts['admin'], name: string, value: string): string {
  const dtmf: Record<string, string> = account.edit.dtmfNames
  if (name === 'dtmf_protocol') return dtmf[value] ?? value
  if (name === 'admin') return value === 'on' ? accounts.yes : accounts.no
  return value === '' ? account.edit.empty : value
}
