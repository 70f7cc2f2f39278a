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
  /** false: there is no such device, or it has expired */
  remove(aor: Aor, uuid: string): Promise<boolean>
  /** Removes every registration of the address; there need be none. */
  removeAll(aor: Aor): Promise<void>
  /** Asks the far end something harmless. One line about what answered. @throws Error whose message is one line about what is wrong */
  check(): Promise<string>
  close(): Promise<void>
}

export interface RegistrarOptions {
  /** milliseconds since the epoch: decides what has expired */
  now(): number
  /** how long the far end has for an answer. Milliseconds of real time; 2000 unless told */
  timeoutMs?: number
}
