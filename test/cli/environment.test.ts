// runs once: it is about files of the system and the environment
import { execFile } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useCommandLine } from '../support/cli.js'
import { useFolder } from '../support/folder.js'
import { PROGRAM, runCli } from '../support/process.js'
import { useForEach } from '../support/use.js'

const folder = useFolder(useForEach)
const envFile = (text: string, mode = 0o600): void => {
  writeFileSync(join(folder.path, '.env'), text)
  chmodSync(join(folder.path, '.env'), mode)
}
/** What the program takes these variables to be. */
const values = async (names: string[], env = {}) => {
  const { stdout, stderr, code } = await runCli(['config', '--json'], env, undefined, folder.path)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return names.map((name) => JSON.parse(stdout.split('\n').find((line) => line.includes(`"${name}"`))!).value)
}

describe('.env', () => {
  test.each([
    ['as it is', 'SIP_DOMAIN=one.example\nCODE_TTL=77\n'],
    ['after a byte order mark', '\ufeffSIP_DOMAIN=one.example\r\nCODE_TTL=77\r\n'],
    ['with export, blanks, quotes and comments', '# ours\nexport SIP_DOMAIN = "one.example" # this\nCODE_TTL=\'77\'\n'],
  ])('is read %s, below the real environment', async (_, text) => {
    envFile(text)
    expect(await values(['SIP_DOMAIN', 'CODE_TTL'])).toEqual(['one.example', '77'])
    expect(await values(['SIP_DOMAIN', 'CODE_TTL'], { CODE_TTL: '88' })).toEqual(['one.example', '88'])
  })

  test.each([0o622, 0o660, 0o666])('that others may write (%s) is refused, and says what mends it', async (mode) => {
    envFile('SIP_DOMAIN=one.example\n', mode)
    const { code, stdout, stderr } = await runCli(['list-accounts'], {}, undefined, folder.path)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('.env: others than its owner may write it: chmod go-w .env')
    expect(readdirSync(folder.path)).toEqual(['.env'])
  })

  test('sets no variable that chooses what programs do', async () => {
    envFile(`NODE_OPTIONS=--require ${folder.path}/evil.cjs\nPATH=${folder.path}\nLD_PRELOAD=x\nWORKERS=1\n`)
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { readEnvironment } from ${JSON.stringify(join(packageRoot(), 'dist/src/config/envFile.js'))}
         const { NODE_OPTIONS, PATH, LD_PRELOAD, WORKERS } = readEnvironment()
         console.log(JSON.stringify({ NODE_OPTIONS, PATH, LD_PRELOAD, WORKERS }))`,
      ],
      { cwd: folder.path, env: { PATH: '/usr/bin' } },
    )
    expect(JSON.parse(stdout)).toEqual({ PATH: '/usr/bin', WORKERS: '1' })
  })
})

describe('what commands write', () => {
  test('is for its owner and to be read by the group, whatever the umask; secrets for the owner alone', async () => {
    const run = (...args: string[]) =>
      promisify(execFile)('sh', ['-c', 'umask 000; exec "$0" "$@"', process.execPath, PROGRAM, ...args], {
        cwd: folder.path,
        env: { PATH: process.env.PATH, DATA_DIR: join(folder.path, 'data') },
      })
    await run('create-account', '--username', 'bob.builder', '--password', 'builder-42')
    await run('mail-test', 'bob@example.org')
    await run('backup', join(folder.path, 'copy.db'))
    const mode = (...path: string[]) => (statSync(join(folder.path, ...path)).mode & 0o777).toString(8)
    expect(Object.fromEntries(readdirSync(join(folder.path, 'data')).map((name) => [name, mode('data', name)]))).toEqual({
      'accounts.db': '640',
      secret: '600',
      outbox: '700',
    })
    expect([mode('data'), mode('copy.db')]).toEqual(['750', '600'])
  })

  test.each([
    ['0022', '640'],
    ['0077', '600'],
  ])('is for no others with a umask of %s, and no more open than that', async (umask, expected) => {
    await promisify(execFile)('sh', ['-c', `umask ${umask}; exec "$0" "$@"`, process.execPath, PROGRAM, 'migrate'], {
      cwd: folder.path,
      env: { PATH: process.env.PATH, DATA_DIR: folder.path },
    })
    expect((statSync(join(folder.path, 'accounts.db')).mode & 0o777).toString(8)).toBe(expected)
  })
})

describe('a path of DATA_DIR', () => {
  const cli = useCommandLine()
  test.each(['dd?x', 'dd%20e', 'dd100%', 'dd#1', 'd é'])('is a path and no URL: %s', async (name) => {
    const DATA_DIR = join(folder.path, name)
    const args = ['create-account', '--username', 'bob.builder', '--password', 'builder-42']
    const { code, stderr } = await cli.run(args, { DATA_DIR, SECRET: '' }) // it makes one
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(readdirSync(folder.path)).toEqual([name])
    expect(readdirSync(DATA_DIR)).toEqual(expect.arrayContaining(['accounts.db', 'secret']))
  })
})

describe('variables with a fault', () => {
  const cli = useCommandLine()
  test.each([
    ['PUBLIC_URL', 'https://example.org/flexi', /only scheme, host and port/],
    ['PUBLIC_URL', 'https://example.org/?a=1#b', /only scheme, host and port/],
    ['PUBLIC_URL', 'https://u:p@example.org', /only scheme, host and port/],
    ['DATABASE_URL', 'postgresql://u:p#w@h/db', /# is %23/],
    ['DATABASE_URL', 'postgresql://u:12#w@h/db', /# is %23/],
    ['MAIL_URL', 'smtp://u:p#w@h', /# is %23/],
    ['REDIS_URL', 'redis://:p/w@h:6379', /# is %23/],
    ['REGISTRAR_URL', 'redis://:1#w@h', /# is %23/],
  ])('%s=%s says which', async (name, text, words) => {
    const { code, stdout, stderr } = await cli.run(['config'], { [name]: text })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^  ${name}: .*${words.source}`, 'm'))
  })

  test('PUBLIC_URL may end with a slash', async () => {
    const { stdout } = await cli.run(['config', '--json'], { PUBLIC_URL: 'https://Example.org//' })
    expect(stdout).toContain('"value":"https://example.org"')
  })

  test.each(['prefer', 'allow'])('sslmode=%s is refused by name, with advice', async (mode) => {
    const { code, stderr } = await cli.run(['migrate'], { DATABASE_URL: `postgresql://u:p@127.0.0.1:1/db?sslmode=${mode}` })
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^sslmode=${mode} in the URL of PostgreSQL cannot be had.* verify-full, disable, or no-verify`))
  })

  test.each(['require', 'verify-ca', 'verify-full', 'no-verify'])('sslmode=%s prints no warning of the driver', async (mode) => {
    const { stderr } = await cli.spawn(['migrate'], { DATABASE_URL: `postgresql://u:p@127.0.0.1:1/db?sslmode=${mode}` })
    expect(stderr).toMatch(/^PostgreSQL cannot be reached/)
    expect(stderr).not.toMatch(/WARNING/i)
  })
})

describe('what fails as it may is said in one line', () => {
  const cli = useCommandLine()
  test.each([
    ['mail-test to a server that is away', ['mail-test', 'bob@example.org'], { MAIL_URL: 'smtp://127.0.0.1:1' }],
    ['mail-test to what is no address', ['mail-test', 'bad'], { MAIL_URL: 'smtp://127.0.0.1:1' }],
    ['sms-test to what is no number', ['sms-test', '12'], {}],
    ['sms-test by a gateway that is away', ['sms-test', '+33612345678'], { SMS_URL: 'https://:secret@127.0.0.1:1/send' }],
  ])('%s', async (_, args, env) => {
    const { code, stdout, stderr } = await cli.run(args, env)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr).not.toMatch(/DeliveryError|secret/)
  })
})

test('a command ends well when its reader has enough', async () => {
  const command = `{ "$0" "$1" config 2>errors; echo $? >code; } | true`
  const options = { cwd: folder.path, env: { PATH: process.env.PATH, DATA_DIR: folder.path } }
  await promisify(execFile)('sh', ['-c', command, process.execPath, PROGRAM], options)
  expect([readFileSync(join(folder.path, 'code'), 'utf8'), readFileSync(join(folder.path, 'errors'), 'utf8')]).toEqual(['0\n', ''])
})

describe('--password-stdin', () => {
  const cli = useCommandLine({}, useForEach)
  test.each([
    ['create-account', ['--activated'], 'p4ss word \n'],
    ['create-account', [], 'p4ss word \r\nmore\n'],
    ['create-admin', [], 'p4ss word '],
  ])('%s %j takes the first line, blanks and all', async (command, more, input) => {
    const { code, stdout } = await cli.run([command, '--username', 'bob.builder', ...more, '--password-stdin', '--json'], {}, input)
    expect(code).toBe(0)
    expect(stdout).not.toContain('p4ss')
    const again = await cli.json('export', '--with-hashes', '--format', 'json')
    const given = await cli.run(['create-account', '--username', 'other.name', '--password', 'p4ss word '])
    expect([given.code, again.sha256_ha1]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}$/)])
  })

  test('refuses an empty line', async () => {
    for (const input of ['', '\n', '\r\nx']) {
      const { code, stderr } = await cli.run(['create-account', '--username', 'bob.builder', '--password-stdin'], {}, input)
      expect({ code, stderr }).toEqual({ code: 1, stderr: 'Standard input has no password in its first line.\n' })
    }
  })
})
