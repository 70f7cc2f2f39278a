import { entityTags } from '../../../../api/entityTags.js'
import type { Changeable } from '../../../../services/accounts/change/changeable.js'
import { isActivated } from '../../../../services/accounts/change/state.js'
import type { Platform } from '../../../../services/platform.js'
import type { Texts } from '../../../../texts/languages.js'

/** A field that two people have changed: what it is now, and what the second one entered. */
export interface Either {
  name: string
  label: string
  theirs: { value: string; text: string }
  mine: { value: string; text: string }
}

/** What somebody else changed while a form was filled in. */
export interface Conflict {
  /** of which one has to be chosen */
  either: Either[]
  /** how the fields are called that only the other one has changed */
  others: string[]
}

type Values = Record<string, string>

/** What a form held when it was shown, as it says itself: `{}` for what is none of ours, and then every difference is to be chosen from. */
export function valuesIn(text: string): Values {
  try {
    return Object(JSON.parse(text)) as Values
  } catch {
    return {}
  }
}

/** Puts together what two people have entered: each field is whose who changed it, and to be chosen where both have. */
export function merge(words: Texts['admin'], now: Values, was: Values, entered: Values): { values: Values; conflict: Conflict } {
  const values = { ...now }
  const conflict: Conflict = { either: [], others: [] }
  for (const name of Object.keys(now)) {
    const [theirs, mine] = [now[name] ?? '', (entered[name] ?? '').trim()]
    // a form with one domain does not ask for it
    if (mine === theirs || (name === 'domain' && mine === '')) continue
    const label = labelOf(words, name)
    if (mine === was[name]) conflict.others.push(label)
    else if (theirs === was[name]) values[name] = mine
    else {
      const side = (value: string) => ({ value, text: textOf(words, name, value) })
      conflict.either.push({ name, label, theirs: side(theirs), mine: side(mine) })
    }
  }
  return { values, conflict }
}

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
