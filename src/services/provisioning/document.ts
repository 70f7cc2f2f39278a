import XmlBuilder from 'fast-xml-builder'
import { type Algorithm, ha1 } from '../../auth/digest.js'
import { type LpconfigSection, xmlText } from '../../domain/lpconfig.js'
import { addressOf } from '../../domain/sip.js'
import type { AccountRecord } from '../accounts/record.js'
import type { Platform } from '../platform.js'
import { spaceOf } from '../spaces/space.js'
import { preferredAlgorithm } from './algorithm.js'

type Configured = Pick<Platform, 'config'>

/** An account, as far as an app needs it. */
export type Provisioned = Pick<AccountRecord, 'username' | 'domain' | 'passwords'>

/** A section, its entries by name in their order. */
type Entries = Map<string, string>

const builder = new XmlBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: 'text',
  suppressBooleanAttributes: false,
  suppressEmptyNode: false,
  processEntities: true,
})

/**
 * The document by which an app sets itself up: what the operator has in PROVISIONING_FILE, and what follows from the settings.
 * @param account whose it is; undefined: a document for everybody, without an account
 * @param once the app asks for it this once: it is to forget where it had it from
 * @returns XML, root element `config` of Linphone's namespace. Every entry has `overwrite="true"`, as apps keep what they have otherwise
 */
export function provisioningDocument(deps: Configured, account: Provisioned | undefined, { once }: { once: boolean }): string {
  const section = sectionsOf(deps, account, once).map(({ name, entries }) => ({
    '@name': name,
    entry: entries.map(([entry, value]) => ({ '@name': entry, '@overwrite': 'true', text: xmlText(value) })),
  }))
  return builder.build({ config: { '@xmlns': 'http://www.linphone.org/xsds/lpconfig.xsd', section } })
}

/** The operator's sections first, then `misc`, and of an account `proxy_0` and the one `auth_info_0` that apps keep. */
function sectionsOf(deps: Configured, account: Provisioned | undefined, once: boolean): LpconfigSection[] {
  const own = new Map(deps.config.provisioningFile?.sections.map(({ name, entries }): [string, Entries] => [name, new Map(entries)]))
  const merged: [string, Entries][] = [['misc', merge(own.get('misc'), {}, miscEntries(deps, once))]]
  if (account) {
    merged.push(['proxy_0', merge(own.get('proxy_0'), proxyDefaults(deps, account), proxyEntries(deps, account))])
    merged.push(['auth_info_0', new Map(Object.entries(authEntries(deps, account)))])
  }
  // a proxy without an identity is none
  const others = [...own].filter(([name]) => name !== 'misc' && name !== 'proxy_0')
  return [...others, ...merged].filter(([, entries]) => entries.size > 0).map(([name, entries]) => ({ name, entries: [...entries] }))
}

/** Ours, in their order, then what the file has besides; the file's value stands for a default of the same name. */
function merge(file: Entries = new Map(), defaults: Record<string, string>, ours: Record<string, string>): Entries {
  return new Map([...Object.entries(ours), ...Object.entries(defaults), ...file])
}

const miscEntries = ({ config }: Configured, once: boolean): Record<string, string> => ({
  'contacts-vcard-list': `${config.publicUrl}/contacts/vcard`,
  ...(once && { transient_provisioning: '1' }),
})

const proxyEntries = (deps: Configured, account: Provisioned): Record<string, string> => ({
  reg_identity: `<sip:${addressOf(account)}>`,
  realm: spaceOf(deps, account.domain).realm,
})

function proxyDefaults({ config }: Configured, { domain }: Provisioned): Record<string, string> {
  const { sipRegistrar, sipOutboundProxy, registrationTtl } = config
  return {
    reg_proxy: `<${sipRegistrar ?? `sip:${domain};transport=tls`}>`,
    ...(sipOutboundProxy !== undefined && { reg_route: `<${sipOutboundProxy}>` }),
    reg_sendregister: '1',
    reg_expires: String(registrationTtl),
  }
}

/** The password's hash by the algorithm that the app will be challenged by. An account without a password has none to give. */
function authEntries(deps: Configured, { username, domain, passwords }: Provisioned): Record<string, string> {
  const { realm } = spaceOf(deps, domain)
  const algorithm = preferredAlgorithm(deps, passwords)
  const hash = hashBy(algorithm, { username, realm }, passwords)
  return { username, domain, ...(hash !== undefined && { ha1: hash }), realm, algorithm }
}

function hashBy(algorithm: Algorithm, owner: { username: string; realm: string }, passwords: Provisioned['passwords']): string | undefined {
  const row = passwords.find((one) => one.algorithm === algorithm) ?? passwords.find((one) => one.algorithm === 'CLRTXT')
  return row?.algorithm === 'CLRTXT' ? ha1(algorithm, owner.username, owner.realm, row.password) : row?.password
}
