// runs once: no database is in it
import { shippedMigrations } from '../../src/db/migrate/migrate.js'

/** The last one of the time before this rule. */
const BEFORE = '20261129143739_daily_counts'
/** What keeps a process of the version before from reading or writing: docs/upgrade.md says what to do in its place. */
const CONTRACTIONS: Record<string, RegExp> = {
  'drops a table or column': /\bDROP\s+(?:TABLE|COLUMN)\b/i,
  'renames something': /\bRENAME\b/i,
  'changes a type': /\bALTER\s+COLUMN\s+\S+\s+(?:SET\s+DATA\s+)?TYPE\b/i,
  'forbids null': /\bSET\s+NOT\s+NULL\b/i,
  'adds a column that old inserts leave out': /\bADD\s+COLUMN\s(?![^;]*\bDEFAULT\b)[^;]*\bNOT\s+NULL\b/i,
}
const UNIQUE = /\bCREATE\s+UNIQUE\s+INDEX\s+[^;]*?\bON\s+"?(\w+)"?/gi
const NEW_TABLE = /\bCREATE\s+TABLE\s+"?(\w+)"?/gi

/** What a migration ends for the version before, unless it says so. */
function contractionsIn(sql: string): string[] {
  if (/^-- contract: \S.{10,}$/m.test(sql)) return []
  const statements = sql
    .replace(/^\s*--.*$/gm, '')
    // ADD COLUMN a …, ADD COLUMN b …
    .replace(/,\s*(?=ADD\s+COLUMN\b)/gi, ';')
  const found = Object.entries(CONTRACTIONS).filter(([, pattern]) => pattern.test(statements))
  const made = new Set([...statements.matchAll(NEW_TABLE)].map(([, table]) => table))
  const restricted = [...statements.matchAll(UNIQUE)].filter(([, table]) => !made.has(table))
  return [...found.map(([what]) => what), ...restricted.map(([, table]) => `forbids rows of ${table} by a unique index`)]
}

test('migrations add, and say of what they remove since when nothing needs it', () => {
  const all = shippedMigrations('postgresql')
  expect(all.map(({ name }) => name)).toContain(BEFORE)
  const later = all.filter(({ name }) => name > BEFORE)
  const faults = later.flatMap(({ name, sql }) => contractionsIn(sql).map((what) => `${name} ${what}: see docs/upgrade.md`))
  expect(faults).toEqual([])
})

test.each([
  ['ALTER TABLE "accounts" DROP COLUMN "phone";', 'drops a table or column'],
  ['drop table accounts;', 'drops a table or column'],
  ['ALTER TABLE "accounts" RENAME COLUMN "phone" TO "number";', 'renames something'],
  ['ALTER TABLE "accounts" ALTER COLUMN "phone" TYPE VARCHAR(20);', 'changes a type'],
  ['ALTER TABLE "accounts" ALTER COLUMN "phone" SET DATA TYPE TEXT;', 'changes a type'],
  ['ALTER TABLE "accounts" ALTER COLUMN "phone" SET NOT NULL;', 'forbids null'],
  ['ALTER TABLE "accounts" ADD COLUMN "a" TEXT DEFAULT \'x\', ADD COLUMN "b" TEXT NOT NULL;', 'adds a column that old inserts leave out'],
  ['CREATE UNIQUE INDEX "x" ON "accounts"("email");', 'forbids rows of accounts by a unique index'],
])('a migration with %s is found', (sql, what) => {
  expect(contractionsIn(sql)).toEqual([what])
  expect(contractionsIn(`-- contract: nothing reads it since 1.2.0\n${sql}`)).toEqual([])
})

test('a migration that expands is none', () => {
  const sql = `-- DROP TABLE nothing
    ALTER TABLE "accounts" ADD COLUMN "a" TEXT, ADD COLUMN "b" INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE "new" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
    CREATE UNIQUE INDEX "new_name_key" ON "new"("name");
    CREATE INDEX "accounts_a_idx" ON "accounts"("a");`
  expect(contractionsIn(sql)).toEqual([])
})
