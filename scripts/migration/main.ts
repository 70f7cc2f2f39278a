// npm run migration <name>: writes the SQL of both databases from what prisma/schema.prisma asks for and the migrations do not make yet.
import { makeMigration } from './make.js'

const [name, ...others] = process.argv.slice(2)
if (name === undefined || others.length > 0) {
  process.stderr.write('usage: npm run migration <name>, such as contacts\n')
  process.exitCode = 2
} else {
  try {
    for (const file of await makeMigration(name)) process.stdout.write(`${file}\n`)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}
