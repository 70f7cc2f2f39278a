import { type Caller, OPERATOR } from '../../../caller.js'
import type { Transaction } from '../../../db/client.js'
import { tentatively } from '../../../db/tentatively.js'
import { allCountries } from '../../../domain/phoneCountry.js'
import { auditNobody } from '../../audit/audit.sql.js'
import { keepCountry } from '../../phoneCountries/write.sql.js'
import type { Platform } from '../../platform.js'
import type { Report } from './report.js'
import type { FlexiapiSource } from './source.js'

const TABLE = 'phone_countries'
const IMPORT: Caller = { ip: '', userAgent: undefined, language: 'en', actor: OPERATOR, requestId: null }

/**
 * Takes which countries have their numbers accepted, since 1.6: those that are activated there are here, and those that are not are not. What an administrator has said of a country here
 * stays.
 */
export async function takeCountries(deps: Platform, source: FlexiapiSource, report: Report, dryRun: boolean): Promise<void> {
  const rows = source.has(TABLE, 'activated') ? await source.all(TABLE) : []
  if (rows.length === 0) return
  const known = new Set<string>(allCountries().map(({ code }) => code))
  const wanted = new Map(rows.map(({ code, activated }) => [String(code).toUpperCase(), Number(activated) === 1]))
  const count = report.of(TABLE)
  count.read = rows.length
  for (const { code } of rows) if (!known.has(String(code).toUpperCase())) report.leave(TABLE, 'form', String(code).slice(0, 10))
  const write = async (tx: Transaction) => {
    const taken: [code: string, activated: boolean][] = []
    for (const [code, activated] of wanted) {
      if (!known.has(code) || (await keepCountry(tx, code, activated)) === 0) continue
      taken.push([code, activated])
      await auditNobody(deps, tx, IMPORT, activated ? 'activatePhoneCountry' : 'deactivatePhoneCountry', code)
    }
    return { keep: !dryRun, value: taken }
  }
  const taken = await tentatively(deps.db, write)
  count.taken = taken.length
  count.existing = [...wanted.keys()].filter((code) => known.has(code)).length - taken.length
}
