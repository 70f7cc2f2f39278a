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
})
