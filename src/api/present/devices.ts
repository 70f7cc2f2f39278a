import type { components } from '../../../generated/openapi.js'
import { toIsoDate } from '../../domain/dates.js'
import type { RegisteredDevice } from '../../registrar/registrar.js'

/** Devices by their unique ids. */
export const presentDevices = (devices: readonly RegisteredDevice[]) =>
  Object.fromEntries(devices.map((device) => [device.uuid, presentDevice(device)]))

export const presentDevice = (device: RegisteredDevice): components['schemas']['Device'] => ({
  uuid: device.uuid,
  expires_at: toIsoDate(device.expiresAt),
  update_time: toIsoDate(device.updateTime),
  user_agent: device.userAgent,
  ...programOf(device.userAgent ?? ''),
})

/** What a user agent like `LinphoneAndroid/5.2.5 (Pixel 7) LinphoneSDK/5.3.47` names. */
function programOf(userAgent: string) {
  const [, app = userAgent, version = ''] = /^([^/]+)\/(\S*)/.exec(userAgent) ?? []
  const from = userAgent.indexOf('(') + 1
  const to = userAgent.indexOf(')', from)
  return { app, version, device_name: from > 0 && to > 0 ? userAgent.slice(from, to) : '' }
}
