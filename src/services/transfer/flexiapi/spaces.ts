import type { LegacyRow } from '../../../db/transfer/legacyDatabase.js'
import type { Platform } from '../../platform.js'
import { spaceOf } from '../../spaces/space.js'
import type { Report } from './report.js'
import type { FlexiapiSource } from './source.js'

/** A space of FlexiAPI: a SIP domain with its settings. */
interface ForeignSpace {
  id: number
  domain: string
  /** what its hashes are made with; undefined: its database does not say */
  realm: string | undefined
  /** those that are set, as `name` or `name=value` */
  settings: string[]
}

/** The spaces here. */
export interface OurSpaces {
  /** by the id that a space has at FlexiAPI; undefined for one that is not served */
  idOf(was: number): number | undefined
  /** the one that is served, if it is alone */
  only: number | undefined
}

/** What a space there says that is no setting, or is read elsewhere. */
const NO_SETTINGS = ['id', 'domain', 'host', 'name', 'super', 'account_realm', 'created_at', 'updated_at']
const LONGEST_VALUE = 24
/** In the report, beside the tables. */
const SETTINGS = 'settings of spaces'

/** The spaces of a database: none in 2021, `sip_domains` until 1.6. */
async function readSpaces(source: FlexiapiSource): Promise<ForeignSpace[]> {
  const digests = await source.all('space_digest_authentication_configurations')
  const realms = new Map(digests.map((row) => [Number(row.space_id), String(row.realm)]))
  const since21 = source.has('space_digest_authentication_configurations')
  const rows = await source.all(source.has('spaces') ? 'spaces' : 'sip_domains')
  return rows.map((row) => {
    const domain = String(row.domain)
    const of20 = 'account_realm' in row ? String(row.account_realm || domain) : undefined
    return { id: Number(row.id), domain, realm: since21 ? realms.get(Number(row.id)) : of20, settings: settingsOf(row) }
  })
}

/** Texts are not shown: they may hold a secret. */
const settingsOf = (row: LegacyRow): string[] =>
  Object.entries(row).flatMap(([name, value]) => {
    if (NO_SETTINGS.includes(name) || value === null || value === '' || Number(value) === 0) return []
    const isShort = /^[\d :.-]+$/.test(String(value)) && String(value).length <= LONGEST_VALUE
    return [isShort ? `${name}=${value}` : name]
  })

/**
 * Compares the realms, before anything is written: with another one nobody could log in.
 * @throws Error that names them
 */
async function checkRealms(deps: Pick<Platform, 'config'>, source: FlexiapiSource, spaces: readonly ForeignSpace[]): Promise<void> {
  const wrong: string[] = []
  for (const { domain, realm } of spaces) {
    const ours = spaceOf(deps, domain.toLowerCase())
    if (realm !== undefined && ours.served && realm !== ours.realm && (await source.hasHashes(domain)))
      wrong.push(`${domain} has ${realm} there and ${ours.realm} here`)
  }
  if (wrong.length === 0) return
  throw new Error(
    `The hashes of FlexiAPI are made with another realm: ${wrong.join(', ')}. Nobody of them could log in, and nothing was taken. Set SIP_REALM to it, or to nothing where each domain is its own realm; a domain whose realm does not fit the others cannot be in SIP_DOMAINS.`,
  )
}

/** Checks the realms, and reports the spaces with their settings: those that are served exist already, and their settings have no place here yet. @throws Error when a realm is another one */
export async function takeSpaces(deps: Platform, source: FlexiapiSource, report: Report): Promise<OurSpaces> {
  const spaces = await readSpaces(source)
  await checkRealms(deps, source, spaces)
  const table = source.has('spaces') ? 'spaces' : 'sip_domains'
  for (const { domain, settings } of spaces) {
    report.of(table).read++
    if (spaceOf(deps, domain.toLowerCase()).served) report.of(table).existing++
    else report.refuse(table, 'domain', `SIP_DOMAINS does not have ${domain}.`)
    if (settings.length === 0) continue
    report.of(SETTINGS).read++
    report.leave(SETTINGS, 'no_place', `${domain}: ${settings.join(', ')}`)
  }
  const rows = await deps.db.prisma.space.findMany({ select: { id: true, domain: true } })
  const served = rows.filter(({ domain }) => spaceOf(deps, domain).served)
  const byDomain = new Map(served.map(({ id, domain }) => [domain, id]))
  const ids = new Map(spaces.map(({ id, domain }) => [id, byDomain.get(domain.toLowerCase())]))
  return { idOf: (was) => ids.get(was), only: served.length === 1 ? served[0]!.id : undefined }
}
