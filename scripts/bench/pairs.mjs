// What is compared with what: each pair runs beside each other and is measured in turns.
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startFloor, startManyOperations, startService } from './target.mjs'

/**
 * Starts both of a pair.
 * @param {string} against floor, build:FOLDER, accounts:N, workers:N or operations:N
 * @param {{ accounts: number, workers: number }} settings of the service; of the other as well, but for what `against` names
 * @param {ReturnType<import('./databases.mjs').ownDatabases>} databases
 * @param {string} [registrarUrl] of Flexisip's Redis, and of that of several workers
 * @returns {Promise<{base: object, service: object}>} the ratio is service ÷ base
 */
export async function startPair(against, { accounts, workers }, databases, registrarUrl) {
  const [what, number] = against.split(':')
  const registrar = registrarUrl ? { REGISTRAR_URL: registrarUrl } : {}
  const service = async (name, count, env = {}) => ({
    ...(await startService(await databases.make(name, count), databases.folder, { WORKERS: String(workers), ...registrar, ...env })),
    accounts: count,
  })
  switch (what) {
    case 'floor':
      return {
        base: { ...(await startFloor(await databases.make('floor', accounts), registrarUrl)), accounts },
        service: await service('service', accounts),
      }
    case 'build':
      return {
        base: await otherBuild(against.slice('build:'.length), { WORKERS: String(workers), ...registrar }, accounts, databases),
        service: await service('service', accounts),
      }
    case 'accounts':
      return { base: await service('few', accounts), service: await service('many', Number(number)) }
    case 'workers': {
      const shared = registrarUrl ? { REDIS_URL: registrarUrl } : {} // for nonces and limits, as several processes should
      return {
        base: await service('one', accounts, { ...shared, WORKERS: '1' }),
        service: await service('several', accounts, { ...shared, WORKERS: number }),
      }
    }
    case 'operations': {
      const start = async (name, operations) => ({
        ...(await startManyOperations(await databases.make(name, accounts), databases.folder, operations)),
        accounts,
      })
      return { base: await start('small', 0), service: await start('large', Number(number)) }
    }
    default:
      throw new Error(`--against ${against}: floor, build:FOLDER, accounts:N, workers:N or operations:N`)
  }
}

/** The service as it is built in another clone, of an earlier commit say, with the database that it makes for itself. */
async function otherBuild(folder, env, accounts, { kind, alsoDrop }) {
  const load = (name) => import(pathToFileURL(join(resolve(folder), 'scripts', 'bench', name)).href)
  const [{ ownDatabases }, target] = await Promise.all([load('databases.mjs'), load('target.mjs')])
  const databases = ownDatabases(kind)
  alsoDrop(databases)
  const url = await databases.make('other', accounts)
  return { ...(await target.startService(url, databases.folder, env)), accounts }
}
