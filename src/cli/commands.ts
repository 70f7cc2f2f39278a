import type { Command } from 'commander'
import { accountCommands } from './accounts.js'
import { auditCommand } from './audit.js'
import { keyCommands } from './credentials.js'
import { backupCommand } from './database/backup.js'
import { copyCommand } from './database/copy.js'
import { migrateCommand } from './database/migrate.js'
import { doctorCommand } from './doctor.js'
import { maintenanceCommands } from './housekeeping.js'
import { deliveryCommands } from './messages.js'
import { exportCommand } from './transfer/export.js'
import { importCommand } from './transfer/import.js'
import { importFlexiapiCommand } from './transfer/importFlexiapi.js'

/** Every command but `serve`, in the order in which the help lists them. */
export function addCommands(program: Command): void {
  migrateCommand(program)
  accountCommands(program)
  importCommand(program)
  exportCommand(program)
  copyCommand(program)
  backupCommand(program)
  importFlexiapiCommand(program)
  keyCommands(program)
  deliveryCommands(program)
  auditCommand(program)
  maintenanceCommands(program)
  doctorCommand(program)
}
