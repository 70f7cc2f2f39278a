import type { Platform } from '../platform.js'

/** A SIP domain with what holds for its accounts. */
export interface Space {
  readonly domain: string
  /** the realm that the HA1 of its accounts are made with */
  readonly realm: string
  /** whether accounts can be made in it; accounts of a domain that SIP_DOMAINS lists no more stay */
  readonly served: boolean
  /** whether anyone may make an account in the panel */
  readonly openRegistration: boolean
}

type SpaceDeps = Pick<Platform, 'config'>

// Nothing else reads domains, realms and registration from the configuration: they are settings of a space.

/** The space of a domain, as accounts have it: in lower case. */
export const spaceOf = ({ config: { sipRealm, sipDomains, openRegistration } }: SpaceDeps, domain: string): Space => ({
  domain,
  realm: sipRealm ?? domain,
  served: sipDomains.includes(domain),
  openRegistration,
})

/** The space of a request that names no domain. */
export const defaultSpace = (deps: SpaceDeps): Space => spaceOf(deps, deps.config.sipDomain)

/** All spaces that are served. */
export const servedSpaces = (deps: SpaceDeps): Space[] => deps.config.sipDomains.map((domain) => spaceOf(deps, domain))

/** The one realm of all spaces; undefined when each has its own domain for a realm. */
export const sharedRealm = ({ config }: SpaceDeps): string | undefined => config.sipRealm
