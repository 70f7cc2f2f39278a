import { AppError } from '../../../domain/errors.js'
import { deleteDevice, listDevices } from '../../../services/devices/devices.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { goTo, show } from '../../frame/render.js'
import type { Views } from '../../frame/views.js'
import type { MemberVisit } from '../../frame/visit.js'

export async function devicesPage(visit: MemberVisit): Promise<void> {
  const { t, deps, session } = visit
  if (!deps.outbound.registrar) return page(visit, { devices: [], notice: t.devices.unconfigured })
  try {
    const devices = await listDevices(deps, session.account)
    page(visit, { devices: devices.toSorted((a, b) => b.updateTime.getTime() - a.updateTime.getTime()), notice: undefined })
  } catch (error) {
    if (!(error instanceof AppError && error.status === 503)) throw error
    const { requestId, operation } = visit.ctx.state
    deps.log.warn({ event: 'registrar_unavailable', request_id: requestId, operation, err: error.cause }, error.message)
    visit.ctx.set('Retry-After', '5')
    page(visit, { devices: [], notice: t.devices.down }, 503)
  }
}

const page = (visit: MemberVisit, model: Views['devices/devices'], status?: number): void =>
  show(visit, 'devices/devices', { title: visit.t.devices.title, status, model })

/** A device that is gone already is not an error: the list shows it. */
export async function removeDeviceForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, session, caller } = visit
  try {
    await deleteDevice(deps, session.account, form('uuid'), caller)
    setFlash(visit, { kind: 'success', text: t.flash.deviceRemoved })
  } catch (error) {
    if (!(error instanceof AppError && error.status === 404)) throw error
    setFlash(visit, { kind: 'notice', text: t.flash.deviceGone })
  }
  goTo(visit, '/devices')
}
