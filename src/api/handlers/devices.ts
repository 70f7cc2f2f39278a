import { getAccount } from '../../services/accounts/accounts.js'
import type { With } from '../../services/deps.js'
import { deleteDevice, getDevice, listDevices } from '../../services/devices/devices.js'
import { presentDevice, presentDevices } from '../present/devices.js'
import type { Handlers } from '../types.js'

export const deviceHandlers = (deps: With<'outbound'>): Handlers<'devices'> => ({
  listDevices: async ({ principal }) => {
    return presentDevices(await listDevices(deps, principal.account))
  },
  listDevicesOfAccount: async ({ params }) => presentDevices(await listDevices(deps, await getAccount(deps, params.id))),
  deleteDeviceOfAccount: async ({ params, caller }) => {
    await deleteDevice(deps, await getAccount(deps, params.id), params.uuid, caller)
    return {}
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
