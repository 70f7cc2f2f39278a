// Programs of another version than this one, to upgrade from and to.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..', '..')
/** In the order of names the last one, always. */
const ADDED = '99991231235959_expand'
/** What a release may add while the one before it serves: a column, an index, a table. */
const EXPAND = `ALTER TABLE "accounts" ADD COLUMN "favourite_colour" TEXT;
ALTER TABLE "passwords" ADD COLUMN "rounds" INTEGER NOT NULL DEFAULT 1;
CREATE INDEX "accounts_favourite_colour_idx" ON "accounts"("favourite_colour");
CREATE TABLE "colours" ("name" TEXT NOT NULL PRIMARY KEY, "account_id" INTEGER REFERENCES "accounts"("id") ON DELETE CASCADE);
`

/**
 * @typedef {{ name: string, root: string, program: string }} Version
 * @returns {Version} the program that is built here
 */
export const thisVersion = () => version('this version', ROOT)

/** The same program with one more migration. @param folder an empty one, where it is put @returns {Version} */
export function nextVersion(folder) {
  for (const name of ['package.json', 'dist/program', 'prisma']) cpSync(join(ROOT, name), join(folder, name), { recursive: true })
  const there = readdirSync(folder)
  for (const name of ['generated', 'node_modules', 'openapi.yaml', 'src'])
    if (!there.includes(name)) symlinkSync(join(ROOT, name), join(folder, name))
  const migration = join(folder, 'prisma', 'migrations', 'postgresql', ADDED)
  mkdirSync(migration)
  writeFileSync(join(migration, 'migration.sql'), EXPAND)
  return version('the next version', folder)
}

/** What a commit has, built. It takes the registry and some minutes. @param folder an empty one, where it is put @returns {Version} */
export function versionOf(ref, folder) {
  const archive = execFileSync('git', ['archive', ref], { cwd: ROOT, maxBuffer: 1 << 28 })
  execFileSync('tar', ['-x', '-C', folder], { input: archive })
  for (const args of [['ci'], ['run', 'build']]) execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 2, 2] })
  return version(ref, folder)
}

/** @returns {Version} */
function version(name, root) {
  const program = ['dist/program/cli.js', 'dist/src/cli.js'].map((file) => join(root, file)).find((file) => existsSync(file))
  if (!program) throw new Error(`${root} is not built: npm run build`)
  return { name, root, program }
}
