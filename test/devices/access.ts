import type { Access } from '../support/access.js'

const device = () => '/accounts/me/devices/some-device'

/** Who may call the operations of one's own devices. */
export const devicesAccess: Access<'devices'> = {
  listDevices: { access: 'account', status: 200 },
  getDevice: { access: 'account', status: 404, path: device },
  deleteDevice: { access: 'account', status: 404, path: device },
  deleteDeviceByBody: { access: 'account', status: 404, body: () => ({ device_uuid: 'some-device' }) },
}
