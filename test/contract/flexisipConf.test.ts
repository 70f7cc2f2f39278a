// runs once: no database is in it
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'

const FOLDER = join(packageRoot(), 'deploy', 'flexisip')
/** What Flexisip declares in these sections (src/auth/db/authdb*.cc, the modules of authentication and registrar), as far as we use it. */
const PARAMETERS: Record<string, string[]> = {
  'module::Authentication': [
    'enabled',
    'auth-domains',
    'available-algorithms',
    'db-implementation',
    'soci-backend',
    'soci-connection-string',
    'soci-poolsize',
    'cache-expire',
  ],
  'module::Registrar': ['enabled', 'reg-domains', 'db-implementation', 'redis-server-domain', 'redis-server-port'],
}

type Sections = Record<string, Record<string, string>>

function read(name: string): Sections {
  const sections: Sections = {}
  let section = ''
  for (const line of readFileSync(join(FOLDER, name), 'utf8').split('\n')) {
    const title = /^\[(.*)\]$/.exec(line)?.[1]
    if (title) {
      section = title
      sections[section] = {}
    }
    if (!title && line && !line.startsWith('#')) sections[section]![line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1)
  }
  return sections
}

describe.each(['sqlite-redis', 'sqlite-internal', 'postgresql-redis', 'postgresql-internal'])('deploy/flexisip/%s.conf', (name) => {
  const [database, registrar] = name.split('-')
  const sections = read(`${name}.conf`)
  const { 'module::Authentication': authentication, 'module::Registrar': registrations } = sections

  test('has sections and parameters of Flexisip alone', () => {
    expect(Object.keys(sections)).toEqual(Object.keys(PARAMETERS))
    for (const [section, values] of Object.entries(sections)) {
      for (const parameter of Object.keys(values)) expect(PARAMETERS[section]).toContain(parameter)
    }
  })

  test('has the database and the registrar of its name, both algorithms, and a pool that a stock PostgreSQL bears', () => {
    expect(authentication).toMatchObject({
      'db-implementation': 'soci',
      'soci-backend': database === 'sqlite' ? 'sqlite3' : 'postgresql',
      'available-algorithms': 'MD5 SHA-256',
      'cache-expire': '1800',
    })
    expect(registrations!['db-implementation']).toBe(registrar)
    if (database === 'postgresql') expect(Number(authentication!['soci-poolsize'])).toBeLessThan(87)
  })
})

test('docs/devices.md names each file', () => {
  const page = readFileSync(join(packageRoot(), 'docs', 'devices.md'), 'utf8')
  for (const name of readdirSync(FOLDER)) expect(page).toContain(`(../deploy/flexisip/${name})`)
})
