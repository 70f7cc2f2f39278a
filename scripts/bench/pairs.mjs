// What is compared with what: each pair runs beside each other and is measured in turns.
import { startFloor, startManyOperations, startService } from './target.mjs'

/**
 * Starts both of a pair.
 * @param {string} against floor, accounts:N, workers:N or operations:N
 * @param {{ accounts: number, workers: number }} settings of the service; of the other as well, but for what `against` names
 * @returns {Promise<{base: object, service: object}>} the ratio is service ÷ base
 */
export async function startPair(against, { accounts, workers }, databases) {
  const [what, number] = against.split(':')
  const service = async (name, count, env = {}) => ({
    ...(await startService(await databases.make(name, count), databases.folder, { WORKERS: String(workers), ...env })),
    accounts: count,
  })
  switch (what) {
    case 'floor':
      return {
        base: { ...(await startFloor(await databases.make('floor', accounts))), accounts },
        service: await service('service', accounts),
      }
    case 'accounts':
      return { base: await service('few', accounts), service: await service('many', Number(number)) }
    case 'workers':
      return { base: await service('one', accounts, { WORKERS: '1' }), service: await service('several', accounts, { WORKERS: number }) }
    case 'operations': {
      const start = async (name, operations) => ({
        ...(await startManyOperations(await databases.make(name, accounts), databases.folder, operations)),
        accounts,
      })
      return { base: await start('small', 0), service: await start('large', Number(number)) }
    }
    default:
      throw new Error(`--against ${against}: floor, accounts:N, workers:N or operations:N`)
  }
}
