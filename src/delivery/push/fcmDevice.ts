import { refused } from './attempt.js'
import type { PushTarget } from './push.js'

/** Firebase project ids, and the project numbers that Android apps know themselves by. */
const PROJECT = /^([a-z][a-z0-9-]{4,28}[a-z0-9]|[0-9]{1,20})$/

/**
 * The registration token, which alone names the device: Firebase overlooks what pn_param says of the project.
 * @param projectNumber of the project, if the operator says it: other numbers are refused then
 * @throws PushFailure that says what is wrong with pn_param
 */
export function checkedFcmDevice({ param, prid }: PushTarget, projectNumber?: string): string {
  if (!PROJECT.test(param)) throw refused('pn_param for fcm is the id of the Firebase project, as in example-project.')
  if (projectNumber !== undefined && isNumber(param) && param !== projectNumber) throw otherProject()
  return prid
}

/** @throws PushFailure when pn_param names another project. A number tells nothing here: Firebase says whose device it is. */
export function checkFcmProject({ param }: PushTarget, projectId: string): void {
  if (!isNumber(param) && param !== projectId) throw otherProject()
}

const isNumber = (param: string): boolean => /^\d+$/.test(param)
const otherProject = () => refused("pn_param names another Firebase project than this service's. It cannot push to this app.")
