import { AppError } from '../../../domain/errors.js'
import type { Aor } from '../../../domain/sip.js'
import type { AccountRecord } from '../../../services/accounts/record.js'
import { deleteDevice, listDevices } from '../../../services/devices/devices.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { goTo, show } from '../../frame/render.js'
import type { Views } from '../../frame/views.js'
import type { MemberVisit } from '../../frame/visit.js'

export async function devicesPage(visit: MemberVisit): Promise<void> {
  const { status, ...model } = await devicesOf(visit, visit.session.account)
  show(visit, 'devices/devices', { title: visit.t.devices.title, status, model })
}

/** The devices of an account, the one seen last first; or why they cannot be told, and with which status. */
export async function devicesOf(
  { t, deps, ctx }: MemberVisit,
  account: Aor,
): Promise<Views['devices/devices'] & { status: number | undefined }> {
  if (!deps.outbound.registrar) return { devices: [], notice: t.devices.unconfigured, status: undefined }
  try {
    const devices = await listDevices(deps, account)
    return { devices: devices.toSorted((a, b) => b.updateTime.getTime() - a.updateTime.getTime()), notice: undefined, status: undefined }
  } catch (error) {
    if (!(error instanceof AppError && error.status === 503)) throw error
    const { requestId, operation } = ctx.state
    deps.log.warn({ event: 'registrar_unavailable', request_id: requestId, operation, err: error.cause }, error.message)
    ctx.set('Retry-After', '5')
    return { devices: [], notice: t.devices.down, status: 503 }
  }
}

export const removeDeviceForm = (visit: MemberVisit, form: Form): Promise<void> =>
  removeDevice(visit, visit.session.account, form('uuid'), '/devices')

/** Removes a device of an account and goes on to `next`. A device that is gone already is not an error: that page shows it. */
export async function removeDevice(visit: MemberVisit, account: AccountRecord, uuid: string, next: string): Promise<void> {
  const { t, deps, caller } = visit
  try {
    await deleteDevice(deps, account, uuid, caller)
    setFlash(visit, { kind: 'success', text: t.flash.deviceRemoved })
  } catch (error) {
    if (!(error instanceof AppError && error.status === 404)) throw error
    setFlash(visit, { kind: 'notice', text: t.flash.deviceGone })
  }
  goTo(visit, next)
}
