import type { RegisteredDevice } from '../../../registrar/registrar.js'

export interface DevicesViews {
  /** `notice`: why devices cannot be told */
  'devices/devices': { devices: RegisteredDevice[]; notice: string | undefined }
}
