import type { Config } from '../../config/config.js'
import type { Database } from '../../db/client.js'
import { checkRealm } from './checkRealm.js'
import { makeSpaces } from './spaces.sql.js'

/** What comes before anybody reads or writes accounts: their realm is checked, and the spaces of SIP_DOMAINS exist. @throws Error that says what to set */
export async function prepareSpaces(db: Database, config: Config): Promise<void> {
  await checkRealm(db, config)
  await makeSpaces(db, config)
}
