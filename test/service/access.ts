import type { Access } from '../support/access.js'

/** Who may call the operations of the service itself. */
export const serviceAccess: Access<'service'> = {
  ping: { access: 'public', status: 200 },
  getDocs: { access: 'public', status: 200 },
  getContractJson: { access: 'public', status: 200 },
  getContractYaml: { access: 'public', status: 200 },
  getLiveness: { access: 'public', status: 200 },
  getReadiness: { access: 'public', status: 200 },
}
