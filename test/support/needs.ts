import { isLacking, type Need } from './requirements.mjs'
import { noteSkipped } from './runNotes.mjs'

/** Set by the project of vitest.config.mjs that runs the test. */
declare const TEST_DATABASE: 'sqlite' | 'postgresql'

/** Where a Redis and a browser are that tests may use; undefined: there is none. */
export const redisUrl = process.env.TEST_REDIS_URL
export const browserPath = process.env.TEST_BROWSER

/** `describe`, or `describe.skip` where one of these is lacking: the end of the run says so, and what to do. */
export const describeNeeding = (...needs: Need[]) => describe.skipIf(isSkipped(...needs))

/** The same for one test. */
export const testNeeding = (...needs: Need[]) => test.skipIf(isSkipped(...needs))

/** Whether tests that need these are to be skipped. The end of the run then names this file's needs. */
export function isSkipped(...needs: Need[]): boolean {
  const lacking = needs.filter(isLacking)
  for (const need of lacking) noteSkipped({ need, project: TEST_DATABASE, file: expect.getState().testPath! })
  return lacking.length > 0
}
