import Bowser from 'bowser'
import type { Texts } from '../../../texts/languages.js'

/** A program as people know it: a browser by its name, an app by what it says of itself first. */
export function programName(t: Texts, userAgent: string | null): string {
  return userAgent && !userAgent.startsWith('Mozilla/') ? userAgent.slice(0, 60) : browserName(t, userAgent)
}

/** What people call a program by what it says of itself. */
export function browserName(t: Texts, userAgent: string | null): string {
  if (!userAgent) return t.sessions.unknown
  const { browser, os } = Bowser.parse(userAgent)
  return [browser.name, os.name].filter(Boolean).join(', ') || userAgent.slice(0, 60)
}
