import { open, seal } from '../../../auth/secretBox.js'
import type { Platform } from '../../../services/platform.js'
import type { Asked } from '../../../services/recovery/find.js'
import type { Grant } from '../../../services/recovery/newPassword.js'

/** What a page of a recovery carries to the next: sealed, so that nobody reads or changes it. It tells nothing of the account before a code has proven it. */
export type State = { step: 'code'; asked: Asked; again: string } | { step: 'newPassword'; grant: Grant }

export const sealState = ({ keys }: Pick<Platform, 'keys'>, state: State): string => seal(keys.recovery, JSON.stringify(state))

/** The state of this step; undefined when the text is none of ours, or of another step. */
export function openState<S extends State['step']>(
  { keys }: Pick<Platform, 'keys'>,
  step: S,
  sealed: string,
): Extract<State, { step: S }> | undefined {
  const text = open(keys.recovery, sealed)
  const state = text === undefined ? undefined : (JSON.parse(text) as State)
  return state?.step === step ? (state as Extract<State, { step: S }>) : undefined
}
