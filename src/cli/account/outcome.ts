import { addressOf } from '../../domain/sip.js'
import { isActivated } from '../../services/accounts/change/state.js'
import type { AccountRecord } from '../../services/accounts/record.js'
import type { RemovalOutcome } from '../../services/devices/removalOutcome.js'
import { print } from '../frame/output.js'
import type { Terminal } from '../frame/terminal.js'

/** Prints an account after a change, and what became of its registrations, where the change ends them. */
export function printChange(terminal: Terminal, account: AccountRecord, text: string, removal?: RemovalOutcome): void {
  const { id, username, domain, email, phone, admin, blocked } = account
  const shown = { id, username, domain, email, phone, activated: isActivated(account), admin, blocked }
  print(terminal, { ...shown, ...removal }, `${addressOf(account)} ${text}${removal ? ` ${removalText(removal)}` : ''}`)
}

/** What became of the registrations, in a sentence. */
export function removalText(removal: RemovalOutcome): string {
  if (removal.registrations === 'queued') {
    const reason = removal.reason === null ? '' : ` (${removal.reason})`
    return `Its registrations could not be removed yet${reason}. They wait in the queue: the service removes them as soon as it can.`
  }
  return removal.registrations === 'removed'
    ? 'Its registrations are removed.'
    : 'No registrar is configured: devices that are registered stay so until their registration expires.'
}
