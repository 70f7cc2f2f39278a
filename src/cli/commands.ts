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
import { completionCommand } from './completion/command.js'
import { configCommand } from './config.js'
import { keyCommands } from './credentials.js'
import { backupCommand } from './database/backup.js'
import { copyCommand } from './database/copy.js'
import { migrateCommand } from './database/migrate.js'
import { restoreCommand } from './database/restore.js'
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

/** Every command but `serve`, in the order and under the titles in which the help lists them. */
export function addCommands(program: Command, terminal: Terminal): void {
  const groups: [title: string, ...((program: Command, terminal: Terminal) => void)[]][] = [
    ['The service:', doctorCommand, configCommand, completionCommand],
    ['Database:', migrateCommand, backupCommand, restoreCommand, copyCommand],
    ['Accounts:', accountCommands, showCommand, whyCommand, stateCommands, deleteCommand, changeCommands, secondFactorCommand],
    ['What belongs to accounts:', contactsCommand, exportAccountCommand, provisioningCommand, keyCommands, auditCommand],
    ['Many accounts:', importCommand, exportCommand, importFlexiapiCommand, maintenanceCommands],
    ['What is sent:', deliveryCommands, pushDeviceCommands, webhookCommands],
  ]
  for (const [title, ...add] of groups) {
    program.commandsGroup(title)
    for (const one of add) one(program, terminal)
  }
}
