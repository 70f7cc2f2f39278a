import { type Access, byId } from '../support/access.js'

const device = () => '/accounts/me/devices/some-device'

/** Who may call the operations of devices. */
export const devicesAccess: Access<'devices'> = {
  listDevices: { access: 'account', status: 200 },
  getDevice: { access: 'account', status: 404, path: device },
  deleteDevice: { access: 'account', status: 404, path: device },
  listDevicesOfAccount: { access: 'admin', status: 200, path: byId('/devices') },
  deleteDeviceOfAccount: { access: 'admin', status: 404, path: byId('/devices/some-device') },
  deleteDeviceByBody: { access: 'account', status: 404, body: () => ({ device_uuid: 'some-device' }) },
}
