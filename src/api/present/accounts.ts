import type { components } from '../../../generated/openapi.js'
import { toIsoDate, toSqlDate } from '../../domain/dates.js'
import { addressOf } from '../../domain/sip.js'
import type { Belongings } from '../../services/accounts/belongings.sql.js'
import { isActivated, shownAddress } from '../../services/accounts/change/state.js'
import { belongingsOf } from '../../services/accounts/find.js'
import type { AccountRecord } from '../../services/accounts/record.js'
import type { Deps } from '../../services/deps.js'
import type { Platform } from '../../services/platform.js'
import { type ProvisioningLink, readableLink } from '../../services/provisioning/links.js'
import { spaceOf } from '../../services/spaces/space.js'

// Rows into the shapes of the contract. Every field is listed: what is not named here does not leave the service.

type Schemas = components['schemas']
type SpaceDeps = Pick<Platform, 'config'>
type ShowDeps = SpaceDeps & Pick<Deps, 'accounts'>

/** The account, for administrators. */
export const presentAccount = async (deps: ShowDeps, account: AccountRecord): Promise<Schemas['Account']> =>
  accountWith(deps, account, await belongingsOf(deps, account))

/** What an account is shown from. */
type Shown = Omit<AccountRecord, 'spaceId' | 'passwords' | 'selfMade' | 'tokenMade' | 'confirmationKey' | 'confirmationKeyTries'> & {
  passwords: readonly { algorithm: string }[]
}

/** The account with what belongs to it. Before activation the addresses are those that wait for their code. */
export function accountWith(deps: SpaceDeps, account: Shown, { dictionary, types, actions }: Belongings): Schemas['Account'] {
  const activated = isActivated(account)
  const email = account.codes.find((c) => c.channel === 'email')
  const phone = account.codes.find((c) => c.channel === 'phone')
  return {
    id: account.id,
    username: account.username,
    domain: account.domain,
    email: shownAddress(account, 'email'),
    phone: shownAddress(account, 'phone'),
    activated,
    admin: account.admin,
    realm: spaceOf(deps, account.domain).realm,
    ip_address: account.ipAddress,
    user_agent: account.userAgent,
    creation_time: toSqlDate(account.createdAt),
    confirmation_key_expires: account.confirmationKeyExpires && toSqlDate(account.confirmationKeyExpires),
    passwords: account.passwords.map(({ algorithm }) => ({ algorithm: algorithm as Schemas['StoredAlgorithm'] })),
    email_changed: activated && email ? { new_email: email.target, created_at: toSqlDate(email.createdAt) } : null,
    sip_uri: `sip:${addressOf(account)}`,
    created_at: toIsoDate(account.createdAt),
    updated_at: toIsoDate(account.updatedAt ?? account.createdAt),
    blocked: account.blocked,
    display_name: account.displayName,
    dtmf_protocol: account.dtmfProtocol,
    dictionary,
    types,
    actions: account.dtmfProtocol === null ? [] : actions,
    carddav_servers: [],
    phone_change_code: activated && phone ? { phone: phone.target, ...askedAt(phone) } : null,
    email_change_code: activated && email ? { email: email.target, ...askedAt(email) } : null,
  }
}

/** A change is asked for anew, and not changed. */
const askedAt = ({ createdAt }: { createdAt: Date }) => ({ created_at: toIsoDate(createdAt), updated_at: toIsoDate(createdAt) })

/** The account as its owner sees it: where it was made from only if the owner made it, and its link that sets up an app, where that was read (who only has a code is told of none). */
export async function presentOwnAccount(
  deps: ShowDeps & Pick<Platform, 'keys' | 'clock'>,
  account: AccountRecord,
): Promise<Schemas['Account']> {
  const shown = {
    ...(await presentAccount(deps, account)),
    ...presentLink(readableLink(deps, account.provisioning)),
  }
  return account.selfMade ? shown : { ...shown, ip_address: null, user_agent: null }
}

/** The account as an administrator sees it, with its key, and its link that sets up an app. */
export const presentAdminAccount = async (
  deps: ShowDeps,
  account: AccountRecord,
  link: ProvisioningLink | undefined,
  belongings?: Belongings,
): Promise<Schemas['AdminAccount']> => ({
  ...accountWith(deps, account, belongings ?? (await belongingsOf(deps, account))),
  ...presentLink(link),
  confirmation_key: account.confirmationKey,
})

/** A link that sets up an app, for the account itself and for administrators who look at it: never in lists. */
export const presentLink = (link: ProvisioningLink | undefined) => ({
  provisioning_token: link?.token ?? null,
  provisioning_token_expire_at: link ? toIsoDate(link.expiresAt) : null,
})

/** What anyone may know of an account. */
export const presentAccountInfo = (deps: SpaceDeps, { activated, domain }: AccountRecord) => ({
  activated,
  realm: spaceOf(deps, domain).realm,
})
