import { type Command, Option } from 'commander'
import type { PushTarget } from '../delivery/push/push.js'
import { resetPushDevice } from '../services/tokens/pushDevices.js'
import { print } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'
import { CLI_CALLER, withDeps } from './frame/withDeps.js'

export function pushDeviceCommands(program: Command, terminal: Terminal): void {
  const devices = program.command('push-device').description('devices that sign-up tokens are pushed to')

  devicesOption(devices.command('reset').description('let a device have sign-up tokens as if it were new')).action((target: PushTarget) =>
    withDeps(terminal, async (deps) => {
      await resetPushDevice(deps, target, CLI_CALLER)
      print(terminal, { reset: true, ...target }, 'The device may ask for tokens as if it were new.')
    }),
  )
}

/** The options that name a device, by the parameters that its app uses in SIP. */
export const devicesOption = (command: Command): Command =>
  command
    .addOption(new Option('--provider <provider>', 'pn-provider').choices(['apns', 'apns.dev', 'fcm', 'webpush']).makeOptionMandatory())
    .requiredOption('--param <param>', 'pn-param')
    .requiredOption('--prid <prid>', 'pn-prid')
