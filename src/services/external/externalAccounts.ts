import { isIP } from 'node:net'
import type { components } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { ha1 } from '../../auth/digest.js'
import type { Caller } from '../../caller.js'
import { isUniqueViolation } from '../../db/errors.js'
import { invalidField, notFound, together } from '../../domain/errors.js'
import { noSuchAccount } from '../accounts/fields.js'
import { takeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'

// The account at another SIP server that an account goes through. The HA1 of its password is for Flexisip's B2BUA, which reads it from the database: nothing here hands it out.

const SHOWN = {
  id: true,
  accountId: true,
  username: true,
  domain: true,
  realm: true,
  registrar: true,
  outboundProxy: true,
  protocol: true,
  algorithm: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.ExternalAccountSelect

/** An external account without its HA1. */
export type ExternalRecord = Prisma.ExternalAccountGetPayload<{ select: typeof SHOWN }>
type Body = components['schemas']['NewExternalAccount']
type Wanted = ReturnType<typeof wantedOf>

/** @throws AppError 404 */
export async function getExternal({ db }: Pick<Platform, 'db'>, accountId: number): Promise<ExternalRecord> {
  const external = await db.prisma.externalAccount.findUnique({ where: { accountId }, select: SHOWN })
  if (!external) throw noExternal()
  return external
}

/**
 * Gives an account an external account, or sets the one that it has as a whole.
 * @returns whether it was made
 * @throws AppError 404, 422 validation_failed
 */
export async function setExternal(
  deps: With<'outbound'>,
  accountId: number,
  body: Body,
  caller: Caller,
): Promise<{ external: ExternalRecord; made: boolean }> {
  const wanted = wantedOf(body)
  const { b2bua } = deps.outbound
  try {
    const result = await deps.db.prisma.$transaction(async (tx) => {
      const account = await takeAccount(tx, accountId)
      if (!account) throw noSuchAccount()
      const before = await tx.externalAccount.findUnique({ where: { accountId } })
      const updatedAt = new Date(deps.clock.now())
      const data = { ...wanted, password: hashOf(before, wanted, body.password), algorithm: 'MD5', updatedAt }
      await b2bua.enqueue(tx, accountId) // under the name that it had
      const external = await tx.externalAccount.upsert({
        where: { accountId },
        create: { ...data, accountId, spaceId: account.spaceId, createdAt: updatedAt },
        update: data,
        select: SHOWN,
      })
      await b2bua.enqueue(tx, accountId)
      await audit(deps, tx, caller, 'changeExternalAccount', accountId)
      return { external, made: !before }
    })
    b2bua.deliver()
    return result
  } catch (error) {
    if (isUniqueViolation(error)) throw invalidField('username', 'Another account of this space has this external account.')
    throw error
  }
}

/** @throws AppError 404 */
export async function deleteExternal(deps: With<'outbound'>, accountId: number, caller: Caller): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    await takeAccount(tx, accountId)
    await deps.outbound.b2bua.enqueue(tx, accountId)
    const { count } = await tx.externalAccount.deleteMany({ where: { accountId } })
    if (count === 0) throw noExternal()
    await audit(deps, tx, caller, 'deleteExternalAccount', accountId)
  })
  deps.outbound.b2bua.deliver()
}

/** A host by its name or its IP address, IPv6 without brackets. @throws AppError 422 */
export function hostField(field: string, text: string): string {
  const lower = text.toLowerCase()
  if (isIP(lower) !== 0 || /^(?!\d+(?:\.\d+)*$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(lower))
    return lower
  throw invalidField(field, 'This is neither a domain nor an IP address.')
}

function wantedOf({ username, protocol, ...body }: Body) {
  const domain = hostField('domain', body.domain)
  const other = (field: 'realm' | 'registrar' | 'outbound_proxy') => (): string | null => {
    const value = body[field]?.trim() || null
    if (value?.toLowerCase() !== domain) return value
    throw invalidField(field, 'Leave this out when it is the domain.')
  }
  const [realm, registrar, outboundProxy] = together(other('realm'), other('registrar'), other('outbound_proxy'))
  return { username, domain, realm, registrar, outboundProxy, protocol }
}

/** The HA1: of the password, or the one that is stored if it still fits. @throws AppError 422 `errors.password` */
function hashOf(
  before: { username: string; domain: string; realm: string | null; password: string } | null,
  wanted: Wanted,
  password: Body['password'],
): string {
  if (password != null) return ha1('MD5', wanted.username, realmOf(wanted), password)
  if (!before) throw invalidField('password', 'Give the password as well.')
  if (before.username === wanted.username && realmOf(before) === realmOf(wanted)) return before.password
  throw invalidField('password', 'Give the password as well, because the stored hash fits the old user name and realm alone.')
}

const realmOf = ({ realm, domain }: { realm: string | null; domain: string }): string => realm ?? domain

const noExternal = () => notFound('This account has no external account.')
