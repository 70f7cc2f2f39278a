import { open, seal } from '../../auth/secretBox.js'
import type { Platform } from '../platform.js'

/** What pages of the second factor carry from one to the next. */
interface States {
  /** the password was right, the second factor is missing */
  login: {
    /** names this log-in */
    id: string
    accountId: number
    /** the stored row that the password answered to, its hash hashed once more */
    algorithm: string
    hash: string
    /** whether the password was entered here: else another device vouches */
    entered: boolean
    /** the page to go on to */
    next: string
  }
  /** the secret of an authenticator app that is not confirmed yet, for one session */
  app: { session: string; secret: string }
  /** what a passkey is to sign, for one session or log-in */
  challenge: { of: string; challenge: string; name?: string }
}

/** How long each is good. Milliseconds. */
export const STATE_MS = { login: 300_000, app: 900_000, challenge: 300_000 } as const satisfies Record<keyof States, number>

/** Sealed, so that nobody reads or changes it; good for its own step alone, and not for long. */
export const sealState = <Step extends keyof States>(
  { keys, clock }: Pick<Platform, 'keys' | 'clock'>,
  step: Step,
  state: States[Step],
): string => seal(keys.secondSteps, JSON.stringify({ ...state, step, until: clock.now() + STATE_MS[step] }))

/** The state of this step; undefined when the text is none of ours, of another step, or too old. */
export function openState<Step extends keyof States>(
  { keys, clock }: Pick<Platform, 'keys' | 'clock'>,
  step: Step,
  sealed: string,
): States[Step] | undefined {
  const text = open(keys.secondSteps, sealed)
  if (text === undefined) return undefined
  const state = JSON.parse(text) as States[Step] & { step: string; until: number }
  return state.step === step && state.until > clock.now() ? state : undefined
}
