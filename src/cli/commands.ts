import type { Command } from 'commander'
import { changeCommands } from './account/change.js'
import { contactsCommand } from './account/contacts.js'
import { deleteCommand } from './account/delete.js'
import { exportAccountCommand } from './account/export.js'
import { secondFactorCommand } from './account/secondFactor.js'
import { showCommand } from './account/show.js'
import { stateCommands } from './account/state.js'
import { whyCommand } from './account/why.js'
import { accountCommands } from './accounts.js'
import { auditCommand } from './audit.js'
import { configCommand } from './config.js'
import { keyCommands } from './credentials.js'
import { backupCommand } from './database/backup.js'
import { copyCommand } from './database/copy.js'
import { migrateCommand } from './database/migrate.js'
import { doctorCommand } from './doctor.js'
import type { Terminal } from './frame/terminal.js'
import { maintenanceCommands } from './housekeeping.js'
import { deliveryCommands } from './messages.js'
import { provisioningCommand } from './provisioning.js'
import { pushDeviceCommands } from './pushDevices.js'
import { exportCommand } from './transfer/export.js'
import { importCommand } from './transfer/import.js'
import { importFlexiapiCommand } from './transfer/importFlexiapi.js'
import { webhookCommands } from './webhooks.js'

/** Every command but `serve`, in the order in which the help lists them. */
export function addCommands(program: Command, terminal: Terminal): void {
  migrateCommand(program, terminal)
  accountCommands(program, terminal)
  showCommand(program, terminal)
  whyCommand(program, terminal)
  stateCommands(program, terminal)
  deleteCommand(program, terminal)
  changeCommands(program, terminal)
  secondFactorCommand(program, terminal)
  contactsCommand(program, terminal)
  exportAccountCommand(program, terminal)
  importCommand(program, terminal)
  exportCommand(program, terminal)
  copyCommand(program, terminal)
  backupCommand(program, terminal)
  importFlexiapiCommand(program, terminal)
  keyCommands(program, terminal)
  provisioningCommand(program, terminal)
  deliveryCommands(program, terminal)
  pushDeviceCommands(program, terminal)
  auditCommand(program, terminal)
  webhookCommands(program, terminal)
  maintenanceCommands(program, terminal)
  doctorCommand(program, terminal)
  configCommand(program, terminal)
}
