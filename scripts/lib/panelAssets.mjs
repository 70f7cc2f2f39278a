import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './paths.mjs'

/**
 * What pages load of packages: its name in generated/assets → its file. ALTCHA without styles and workers within its script, which the
 * policy of pages would refuse.
 */
const FROM_PACKAGES = {
  'altcha.css': 'altcha/dist/external/altcha.css',
  'altcha.js': 'altcha/dist/external/altcha.min.js',
  'altcha-worker.js': 'altcha/dist/workers/pbkdf2.js',
  'pico.min.css': '@picocss/pico/css/pico.min.css',
}

/** The files that the panel loads of packages: path → text. The program finds them beside itself, wherever it is installed. */
export const panelAssets = () =>
  Object.fromEntries(
    Object.entries(FROM_PACKAGES).map(([name, file]) => [
      `generated/assets/${name}`,
      readFileSync(join(ROOT, 'node_modules', file), 'utf8'),
    ]),
  )
