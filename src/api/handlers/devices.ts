import type { With } from '../../services/deps.js'
import { deleteDevice, getDevice, listDevices } from '../../services/devices/devices.js'
import { presentDevice } from '../present/devices.js'
import type { Handlers } from '../types.js'

export const deviceHandlers = (deps: With<'outbound'>): Handlers<'devices'> => ({
  listDevices: async ({ principal }) => {
    const devices = await listDevices(deps, principal.account)
    return Object.fromEntries(devices.map((device) => [device.uuid, presentDevice(device)]))
  },
  getDevice: async ({ principal, params }) => presentDevice(await getDevice(deps, principal.account, params.uuid)),
  deleteDevice: async ({ principal, params, body, caller }) => {
    await deleteDevice(deps, principal.account, body?.device_uuid ?? params.uuid, caller)
    return {}
  },
  deleteDeviceByBody: async ({ principal, body, caller }) => {
    await deleteDevice(deps, principal.account, body.device_uuid, caller)
    return {}
  },
})
