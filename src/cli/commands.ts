import type { Command } from 'commander'
import { accountCommands } from './accounts.js'
import { keyCommands } from './apiKeys.js'
import { auditCommand } from './audit.js'
import { backupCommand } from './backup.js'
import { copyCommand } from './copy.js'
import { deliveryCommands } from './delivery.js'
import { doctorCommand } from './doctor.js'
import { exportCommand } from './export.js'
import { importCommand } from './import.js'
import { importFlexiapiCommand } from './importFlexiapi.js'
import { maintenanceCommands } from './maintenance.js'
import { migrateCommand } from './migrate.js'

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
