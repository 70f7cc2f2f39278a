import { dictionary } from '@zxcvbn-ts/language-common'

/** As many as the service refuses. */
const COUNT = 10_000
/** Shorter ones are refused for their length: PASSWORD_MIN_LENGTH is never below. */
const SHORTEST = 6

/** The list of the commonest passwords, the commonest first, one a line, in lower case: path → text. From @zxcvbn-ts/language-common (MIT). */
export function commonPasswordsFile() {
  const words = dictionary['passwords-common'].map((word) => word.toLowerCase()).filter((word) => [...word].length >= SHORTEST)
  return { 'generated/common-passwords.txt': [...new Set(words)].slice(0, COUNT).join('\n') }
}
