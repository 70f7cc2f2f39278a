import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * What some tests need beside Node. A server or a browser is used only when its variable says where it is; a program when it is in PATH.
 * @type {Record<Need, { name: string, variable: string, example: string } | { name: string, programs: string[] }>}
 * @typedef {'postgresql' | 'redis' | 'mysql' | 'browser' | 'curl' | 'pg_dump' | 'script' | 'zsh' | 'fish' | 'man'} Need
 */
export const NEEDS = {
  postgresql: { name: 'PostgreSQL', variable: 'TEST_POSTGRES_URL', example: 'postgresql://postgres@127.0.0.1:5432/test' },
  redis: { name: 'Redis', variable: 'TEST_REDIS_URL', example: 'redis://127.0.0.1:6379' },
  mysql: { name: 'MySQL or MariaDB', variable: 'TEST_MYSQL_URL', example: 'mysql://root@127.0.0.1:3306' },
  browser: { name: 'a browser', variable: 'TEST_BROWSER', example: '/usr/bin/chromium' },
  curl: { name: 'bash and curl', programs: ['bash', 'curl'] },
  pg_dump: { name: "PostgreSQL's programs", programs: ['pg_dump', 'pg_restore'] },
  script: { name: 'the program script', programs: ['script'] },
  zsh: { name: 'zsh', programs: ['zsh'] },
  fish: { name: 'fish', programs: ['fish'] },
  man: { name: 'man and groff', programs: ['man', 'groff'] },
}

/** @param {Need} need @returns {boolean} whether this machine does not have it */
export function isLacking(need) {
  const what = NEEDS[need]
  return 'variable' in what ? !process.env[what.variable] : !what.programs.every(isInstalled)
}

/** @param {Need} need @returns {string} what to do so that the tests run */
export function remedy(need) {
  const what = NEEDS[need]
  return 'variable' in what ? `Set ${what.variable}=${what.example} to run them.` : `Install ${what.programs.join(' and ')} to run them.`
}

/** @param {string} program */
function isInstalled(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
