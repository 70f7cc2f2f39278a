import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { invalidField } from '../../domain/errors.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import { packageRoot } from '../../lib/packageRoot.js'

/** What makes a password one that guessers try first. */
export type Weakness = 'common' | 'name'

let common: ReadonlySet<string> | undefined

/** The 10,000 commonest passwords that are long enough, in lower case. Read when the first password is chosen. */
function commonPasswords(): ReadonlySet<string> {
  common ??= new Set(readFileSync(join(packageRoot(), 'generated', 'common-passwords.txt'), 'utf8').split('\n'))
  return common
}

/** What is wrong with a password that the owner of an account chooses, if anything, in whatever case it is written. */
export function weaknessOf({ username, domain }: Aor, password: string): Weakness | undefined {
  const lower = password.toLowerCase()
  const address = addressOf({ username, domain }).toLowerCase()
  if ([username.toLowerCase(), domain.toLowerCase(), address, `sip:${address}`].includes(lower)) return 'name'
  return commonPasswords().has(lower) ? 'common' : undefined
}

const TEXTS: Record<Weakness, string> = {
  common: 'This is one of the passwords that are guessed first. Choose another one.',
  name: 'A password may be neither the user name nor the domain. Choose another one.',
}

/** For what people choose themselves; administrators and imports may set any password that is long enough. @throws AppError 422 `errors.password` */
export function refuseWeak(owner: Aor, password: string): void {
  const weakness = weaknessOf(owner, password)
  if (weakness) throw invalidField('password', TEXTS[weakness])
}
