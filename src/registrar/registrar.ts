import type { Aor } from '../domain/sip.js'

/** A device that is registered with Flexisip. */
export interface RegisteredDevice {
  /** unique id of its contact: the `+sip.instance` urn without quotes and brackets, else what Flexisip uses */
  uuid: string
  expiresAt: Date
  updateTime: Date
  /** null: it does not say */
  userAgent: string | null
}

/** Flexisip's registrations. Every function rejects, within seconds, when Flexisip cannot be reached or answers nonsense. */
export interface Registrar {
  /** those that have not expired */
  list(aor: Aor): Promise<RegisteredDevice[]>
  /** false: there is no such device, or it has expired. Where Flexisip cannot be told the id, all devices of the address go */
  remove(aor: Aor, uuid: string): Promise<boolean>
  /**
   * Removes registrations of the address; there need be none.
   * @param until those that were made or renewed later stay. Flexisip counts whole seconds: one of the same second goes. Undefined: all go
   * @throws RegistrarDown, or another Error when it is this address that fails
   */
  removeAll(aor: Aor, until?: Date): Promise<void>
  /** Asks the far end something harmless. One line about what answered. @throws Error whose message is one line about what is wrong */
  check(): Promise<string>
  close(): Promise<void>
}

/** What Flexisip remembers of passwords that it has read (`cache-expire`). */
export interface AuthCache {
  /**
   * Has Flexisip read the address's password anew at its next registration. A Flexisip that knows no such command is left alone.
   * @throws Error when it cannot be reached
   */
  forget(aor: Aor): Promise<void>
  /** as that of `Registrar` */
  check(): Promise<string>
}

/** The far end cannot be asked at all: another address would fare no better. */
export class RegistrarDown extends Error {}

export interface RegistrarOptions {
  /** milliseconds since the epoch: decides what has expired */
  now(): number
  /** how long the far end has for an answer. Milliseconds of real time; 2000 unless told */
  timeoutMs?: number
}
