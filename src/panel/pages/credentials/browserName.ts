import Bowser from 'bowser'
import type { Texts } from '../../../texts/languages.js'

/** What people call a program by what it says of itself. */
export function browserName(t: Texts, userAgent: string | null): string {
  if (!userAgent) return t.sessions.unknown
  const { browser, os } = Bowser.parse(userAgent)
  return [browser.name, os.name].filter(Boolean).join(', ') || userAgent.slice(0, 60)
}
