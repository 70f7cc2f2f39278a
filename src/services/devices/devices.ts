import type { Caller } from '../../caller.js'
import { AppError, notFound, unavailable } from '../../domain/errors.js'
import type { Aor } from '../../domain/sip.js'
import type { RegisteredDevice, Registrar } from '../../registrar/registrar.js'
import type { AccountRecord } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { findDone, forgetDone, noteDone, type RepeatKey } from '../repeats.js'

// What Flexisip has registered for an account: nothing is known, and so there is nothing, where no registrar is configured.
// @throws AppError 503 registrar_unavailable, in each of them

export const listDevices = (deps: With<'outbound'>, account: Aor): Promise<RegisteredDevice[]> =>
  ask(deps, [], (registrar) => registrar.list(account))

/** @throws AppError 404 */
export async function getDevice(deps: With<'outbound'>, account: AccountRecord, uuid: string): Promise<RegisteredDevice> {
  const device = (await listDevices(deps, account)).find((d) => d.uuid === uuid)
  if (!device) throw noSuchDevice()
  return device
}

/**
 * Removes a device. That it is done is noted before, so that a repetition finds it however the first one ended.
 * @throws AppError 404, unless the same was done in the last minutes
 */
export async function deleteDevice(deps: With<'outbound'>, account: AccountRecord, uuid: string, caller: Caller): Promise<void> {
  const key: RepeatKey = ['deleteDevice', String(account.id), uuid]
  const { prisma } = deps.db
  const repeated = (await findDone(deps, key)) !== undefined
  await noteDone(deps, prisma, key, account.id)
  const removed = await ask(deps, false, (registrar) => registrar.remove(account, uuid)).catch(async (error) => {
    if (!repeated) await forgetDone(deps, prisma, key)
    throw error
  })
  if (removed) await audit(deps, prisma, caller, 'deleteDevice', account.id)
  if (removed || repeated) return
  await forgetDone(deps, prisma, key)
  throw noSuchDevice()
}

async function ask<T>(deps: With<'outbound'>, withoutRegistrar: T, question: (registrar: Registrar) => Promise<T>): Promise<T> {
  if (!deps.outbound.registrar) return withoutRegistrar
  try {
    return await question(deps.outbound.registrar)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unavailable('registrar_unavailable', 'The registrar cannot be reached. Try again later.', error)
  }
}

const noSuchDevice = () => notFound('This account has no such device.')
