import { addressOf } from '../../../../domain/sip.js'
import type { Form } from '../../../frame/formGuard.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { devicesOf, removeDevice } from '../../devices/devices.js'
import { accountInPath } from './common.js'

/** What is registered under an account's address right now. */
export async function accountDevicesPage(visit: MemberVisit): Promise<void> {
  const { t } = visit
  const account = await accountInPath(visit)
  const { status, ...found } = await devicesOf(visit, account)
  show(visit, 'accounts/accountDevices', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/devices'], addressOf(account)),
    status,
    model: { account, ...found },
  })
}

/** Ends the registration of a device. */
export async function removeAccountDeviceForm(visit: MemberVisit, form: Form): Promise<void> {
  const account = await accountInPath(visit)
  await removeDevice(visit, account, form('uuid'), `/accounts/${account.id}/devices`)
}
