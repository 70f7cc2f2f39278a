import type { Config } from '../../config/config.js'
import type { Transaction } from '../../db/client.js'
import type { Platform } from '../platform.js'

/** What proves a person beside the password. A recovery code stands in once for one that was lost. */
export const FACTORS = ['passkey', 'app', 'recoveryCode'] as const
export type Factor = (typeof FACTORS)[number]

/** Whether an account is asked for more than its password when it logs in to the panel. Recovery codes alone are no second factor. */
export async function hasFactor(tx: Pick<Transaction, 'passkey' | 'authenticatorApp'>, accountId: number): Promise<boolean> {
  const where = { accountId }
  return (await tx.authenticatorApp.count({ where })) > 0 || (await tx.passkey.count({ where })) > 0
}

/** The same for who has no transaction. */
export const accountHasFactor = ({ db }: Pick<Platform, 'db'>, accountId: number): Promise<boolean> => hasFactor(db.prisma, accountId)

/** Whether SECOND_FACTOR asks one of this account. */
export const mustHaveFactor = ({ secondFactor }: Pick<Config, 'secondFactor'>, { admin }: { admin: boolean }): boolean =>
  secondFactor === 'everyone' || (secondFactor === 'administrators' && admin)

/** A passkey, as its owner knows it. */
export interface PasskeyFacts {
  id: number
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

/** What an account has, without secrets. */
export interface FactorFacts {
  /** the oldest first */
  passkeys: PasskeyFacts[]
  app: { createdAt: Date; lastUsedAt: Date | null } | null
  /** how many are left */
  recoveryCodes: number
}

export async function listFactors({ db: { prisma } }: Pick<Platform, 'db'>, accountId: number): Promise<FactorFacts> {
  const where = { accountId }
  const times = { createdAt: true, lastUsedAt: true } as const
  return {
    passkeys: await prisma.passkey.findMany({ where, orderBy: { id: 'asc' }, select: { id: true, name: true, ...times } }),
    app: await prisma.authenticatorApp.findUnique({ where, select: times }),
    recoveryCodes: await prisma.recoveryCode.count({ where }),
  }
}

/** How many active administrators have no second factor. */
export const administratorsWithout = ({ db }: Pick<Platform, 'db'>): Promise<number> =>
  db.prisma.account.count({ where: { admin: true, activated: true, passkeys: { none: {} }, authenticatorApp: { is: null } } })
