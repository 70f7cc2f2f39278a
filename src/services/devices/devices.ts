import type { Caller } from '../../caller.js'
import { AppError, notFound, unavailable } from '../../domain/errors.js'
import type { RegisteredDevice, Registrar } from '../../registrar/registrar.js'
import type { AccountRecord } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'

// What Flexisip has registered for an account: nothing is known, and so there is nothing, where no registrar is configured.
// @throws AppError 503 registrar_unavailable, in each of them

export const listDevices = (deps: With<'outbound'>, account: AccountRecord): Promise<RegisteredDevice[]> =>
  ask(deps, [], (registrar) => registrar.list(account))

/** @throws AppError 404 */
export async function getDevice(deps: With<'outbound'>, account: AccountRecord, uuid: string): Promise<RegisteredDevice> {
  const device = (await listDevices(deps, account)).find((d) => d.uuid === uuid)
  if (!device) throw noSuchDevice()
  return device
}

/** @throws AppError 404 */
export async function deleteDevice(deps: With<'outbound'>, account: AccountRecord, uuid: string, caller: Caller): Promise<void> {
  if (!(await ask(deps, false, (registrar) => registrar.remove(account, uuid)))) throw noSuchDevice()
  await audit(deps, deps.db.prisma, caller, 'deleteDevice', account.id)
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
