// runs once: no database is in it
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigError } from '../../src/config/config.js'
import { loadConfig } from '../../src/config/load.js'
import { VARIABLES } from '../../src/config/variables.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useCommandLine } from '../support/cli.js'

interface Shown {
  name: string
  value: string | null
  source: string
}

describe('cli config', () => {
  const cli = useCommandLine()
  const shown = async (env: Record<string, string> = {}): Promise<Record<string, Shown>> => {
    const { stdout } = await cli.run(['config', '--json'], env)
    const rows = stdout
      .trim()
      .split('\n')
      .map((line): Shown => JSON.parse(line))
    return Object.fromEntries(rows.map((row) => [row.name, row]))
  }

  test('prints every variable with the value that is in force, and where it comes from', async () => {
    const variables = await shown({ CODE_TTL: '120', OPEN_REGISTRATION: 'ON', SIP_DOMAINS: 'sip.example.org, Other.example.org' })
    expect(Object.keys(variables).sort()).toEqual(
      Object.values(VARIABLES)
        .map(({ name }) => name)
        .sort(),
    )
    expect(variables.CODE_TTL).toEqual({ name: 'CODE_TTL', value: '120', source: 'environment' })
    expect(variables.OPEN_REGISTRATION!.value).toBe('on')
    expect(variables.SIP_DOMAINS!.value).toBe('sip.example.org,other.example.org')
    expect(variables.TOKEN_TTL).toEqual({ name: 'TOKEN_TTL', value: '3600', source: 'default' })
    expect(variables.MAIL_URL).toEqual({ name: 'MAIL_URL', value: null, source: 'default' })
  })

  test('masks what is secret, and shows what helps', async () => {
    const env = {
      SECRET: 'a secret that nobody may see',
      MAIL_URL: 'smtp://mailer:s3cret@mail.example.org:587',
      SMS_URL: 'https://:s3cret@gateway.example.org/s3cret-path,ovh://k3y:s3cret@eu/s3cret/service',
      REDIS_URL: 'redis://:s3cret@127.0.0.1:6379/1',
      DATABASE_URL: 'postgresql://app:12345,s3cret@db.example.org/accounts?password=s3cret',
    }
    const variables = await shown(env)
    expect(variables.SECRET!.value).toBe('***')
    expect(variables.MAIL_URL!.value).toBe('smtp://***@mail.example.org:587')
    expect(variables.SMS_URL!.value).toBe('https://***@gateway.example.org/***,ovh://***@eu/***')
    expect(variables.DATABASE_URL!.value).toBe('postgresql://***@db.example.org/accounts')
    expect(variables.REDIS_URL!.value).toBe('redis://***@127.0.0.1:6379/1')
    expect(JSON.stringify(variables)).not.toMatch(/s3cret|k3y|nobody may see/)
    expect((await shown({ SECRET: 'redis:correct-horse-battery' })).SECRET!.value).toBe('***')
  })
})

describe('the variables', () => {
  const load = (env: Record<string, string>) => loadConfig({ DATA_DIR: '/nowhere', SECRET: 'a secret for tests alone', ...env })
  const faults = (env: Record<string, string>): string[] => {
    try {
      load(env)
      return []
    } catch (error) {
      return (error as ConfigError).faults
    }
  }

  test('SMS_URL is a comma list', () => {
    expect(load({ SMS_URL: ' https://a.example/x , twilio://b ,' }).smsUrls).toEqual(['https://a.example/x', 'twilio://b'])
  })

  test('all faults are named at once', () => {
    const env = {
      PORT: '80x',
      SIP_DOMAIN: 'not a domain',
      SIP_DOMAINS: 'b c,d e',
      APNS_KEY_ID: 'K1',
      RATE_LIMIT: 'maybe',
      SECRET: 'short',
      MAIL_URL: 'http://s3cret@x',
    }
    expect(faults(env)).toEqual([
      "PORT: '80x' is not a whole number from 0 to 65535",
      'SECRET: at least 16 characters; `openssl rand -hex 32` makes a good one',
      "SIP_DOMAIN: 'not a domain' is not a domain name",
      "SIP_DOMAINS: 'b c' is not a domain name; 'd e' is not a domain name",
      'MAIL_URL: expected a URL that starts with smtp:// or smtps://',
      "RATE_LIMIT: 'maybe' is neither on nor off",
      'APNS_KEY_FILE, APNS_KEY_ID, APNS_TEAM_ID: set all three, or none',
    ])
  })

  test('hCaptcha needs its keys, and is asked by https or on this machine', () => {
    expect(faults({ CAPTCHA: 'hcaptcha', HCAPTCHA_SECRET: 's3cr3t', HCAPTCHA_VERIFY_URL: 'http://captcha.example.org/verify' })).toEqual([
      'HCAPTCHA_VERIFY_URL: expected https://, as a secret is sent there',
      'CAPTCHA: hcaptcha needs HCAPTCHA_SITE_KEY and HCAPTCHA_SECRET',
    ])
    const keys = { HCAPTCHA_SITE_KEY: 'key', HCAPTCHA_SECRET: 's3cr3t' }
    for (const HCAPTCHA_VERIFY_URL of ['http://127.0.0.1:1/', 'http://[::1]:1/', 'https://captcha.example.org/'])
      expect(faults({ CAPTCHA: 'hcaptcha', ...keys, HCAPTCHA_VERIFY_URL })).toEqual([])
  })

  test('SIP_DOMAINS contains SIP_DOMAIN, and METRICS_PORT is not PORT', () => {
    expect(faults({ SIP_DOMAINS: 'other.example.org', METRICS_PORT: '8080' })).toEqual([
      'METRICS_PORT: must not be PORT',
      'SIP_DOMAINS: must contain SIP_DOMAIN (sip.example.org)',
    ])
  })

  test('.env.example sets nothing: each of its lines is a comment', () => {
    const lines = readFileSync(join(packageRoot(), '.env.example'), 'utf8').split('\n')
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([])
  })
})
