/** What a column of a file can be. The last ones are of the account at another SIP server. */
export const FIELDS = [
  ...(['username', 'domain', 'password', 'display_name', 'email', 'phone', 'admin', 'activated', 'algorithm'] as const),
  ...(['external_username', 'external_domain', 'external_password', 'external_realm'] as const),
  ...(['external_registrar', 'external_outbound_proxy', 'external_protocol'] as const),
] as const
export type Field = (typeof FIELDS)[number]

/** Names of columns in English and French, without accents, case and signs: ours, those of FlexiAPI, and what people write. */
const NAMES: Readonly<Record<string, Field>> = {
  ...named('username', 'username', 'user name', 'user', 'login', 'extension', 'identifiant', 'utilisateur', 'nom d utilisateur'),
  ...named('domain', 'domain', 'sip domain', 'domaine', 'domaine sip'),
  ...named('password', 'password', 'mot de passe', 'mdp'),
  ...named('display_name', 'display name', 'name', 'full name', 'nom', 'nom complet', 'nom affiche', 'nom d affichage'),
  ...named('email', 'email', 'e mail', 'mail', 'email address', 'e mail address', 'adresse email', 'adresse e mail', 'courriel'),
  ...named('phone', 'phone', 'phone number', 'mobile', 'telephone', 'tel', 'portable', 'numero', 'numero de telephone'),
  ...named('admin', 'role', 'admin', 'administrator', 'administrateur'),
  ...named('activated', 'status', 'state', 'active', 'activated', 'statut', 'etat', 'actif'),
  ...named('algorithm', 'algorithm', 'algorithme'),
  ...named('external_username', 'external username', 'external user name', 'nom d utilisateur externe', 'identifiant externe'),
  ...named('external_domain', 'external domain', 'domaine externe'),
  ...named('external_password', 'external password', 'mot de passe externe'),
  ...named('external_realm', 'external realm', 'realm externe'),
  ...named('external_registrar', 'external registrar', 'registrar externe'),
  ...named('external_outbound_proxy', 'external outbound proxy', 'outbound proxy externe', 'proxy sortant externe'),
  ...named('external_protocol', 'external protocol', 'protocole externe'),
}

/** Columns that our own exports have, and that a new account does not take. */
const SKIPPED = new Set(['id', 'created', 'creation time', 'cree le'])

function named(field: Field, ...names: string[]): Record<string, Field> {
  return Object.fromEntries(names.map((name) => [name, field]))
}

/** A column of a file: what it is, and how it is called there. */
export interface Column {
  /** null: nothing is read from it */
  field: Field | null
  name: string
}

export type HeaderFault = { code: 'unknown_column' | 'same_column' | 'no_username'; name: string }

/** Reads the names of the columns, however they are written. Columns without a name are none, as long as nothing stands in them. */
export function readHeader(names: readonly string[]): { columns: Column[]; skipped: string[]; faults: HeaderFault[] } {
  const faults: HeaderFault[] = []
  const skipped: string[] = []
  const seen = new Set<Field>()
  const columns = names.map((raw): Column => {
    const name = raw.trim()
    const plain = plainName(name)
    const field = Object.hasOwn(NAMES, plain) ? NAMES[plain]! : null
    if (field !== null && seen.has(field)) faults.push({ code: 'same_column', name })
    else if (field !== null) seen.add(field)
    else if (SKIPPED.has(plain)) skipped.push(name)
    else if (name !== '') faults.push({ code: 'unknown_column', name })
    return { field, name }
  })
  if (!seen.has('username')) faults.push({ code: 'no_username', name: '' })
  return { columns, skipped, faults }
}

const plainName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

const YES = new Set(['yes', 'true', '1', 'on', 'oui', 'vrai', 'x'])
const NO = new Set(['no', 'false', '0', 'off', 'non', 'faux'])
const WORDS = {
  admin: { yes: new Set(['admin', 'administrator', 'administrateur']), no: new Set(['user', 'end user', 'utilisateur']) },
  activated: {
    yes: new Set(['active', 'activated', 'actif', 'enabled']),
    no: new Set(['inactive', 'not active', 'inactif', 'non actif', 'deactivated', 'desactive', 'disabled']),
  },
} as const

/** What a cell says of the role or the state; undefined when it says something else. */
export function truthOf(field: 'admin' | 'activated', cell: string): boolean | undefined {
  const word = plainName(cell)
  if (YES.has(word) || WORDS[field].yes.has(word)) return true
  return NO.has(word) || WORDS[field].no.has(word) ? false : undefined
}
