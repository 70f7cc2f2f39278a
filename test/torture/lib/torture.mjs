import { appendFileSync, mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { ApiClient } from '../../support/client.ts'
import * as apps from '../groups/apps.mjs'
import * as clock from '../groups/clock.mjs'
import * as codes from '../groups/codes.mjs'
import * as digest from '../groups/digest.mjs'
import * as forms from '../groups/forms.mjs'
import * as fuzz from '../groups/fuzz.mjs'
import * as injections from '../groups/injections.mjs'
import * as kills from '../groups/kills.mjs'
import * as lifecycle from '../groups/lifecycle.mjs'
import * as limits from '../groups/limits.mjs'
import * as operators from '../groups/operators.mjs'
import * as outages from '../groups/outages.mjs'
import * as powerCut from '../groups/powerCut.mjs'
import * as races from '../groups/races.mjs'
import * as registrations from '../groups/registrations.mjs'
import * as secrets from '../groups/secrets.mjs'
import * as transport from '../groups/transport.mjs'
import * as webhooks from '../groups/webhooks.mjs'
import { Claim, generator } from './claims.mjs'
import { makeDatabase } from './database.mjs'
import { cli, startService } from './service.mjs'

/** In the order in which they run: what was said to whom is looked at last. */
export const GROUPS = {
  digest,
  races,
  lifecycle,
  apps,
  operators,
  webhooks,
  codes,
  limits,
  kills,
  powerCut,
  outages,
  clock,
  forms,
  fuzz,
  injections,
  transport,
  registrations,
  secrets,
}

/** What hardly depends on the database: the short run does it on the first one alone. */
export const ONCE = ['transport', 'clock']

/** Keeps every answer, for the scan at the end. */
class Recorder extends ApiClient {
  constructor(url, file, secrets) {
    super(url)
    this.file = file
    this.secrets = secrets
  }

  /** @override */
  async raw(method, path, options) {
    const response = await super.raw(method, path, options)
    const headers = response.headers.map(([name, value]) => `${name}: ${value}`).join('\n')
    // what we asked is no answer: secrets in addresses are left out
    const asked = path.split('?')[0].replace(/[A-Za-z0-9]{8,}/g, (word) => (this.secrets.has(word) ? '…' : word))
    appendFileSync(this.file, `${method} ${asked} → ${response.status}\n${headers}\n\n${response.text}\n`)
    return response
  }
}

/**
 * Runs groups on one kind of database.
 * @param {{ database: string, names: string[], folder: string, short: boolean, seed: number, ended: (claims: Claim[]) => void }} options `ended` is told after each group of all claims so far
 * @returns {Promise<Claim[]>}
 */
export async function torture({ database, names, folder, short, seed, ended }) {
  const claims = []
  const secrets = new Map()
  const own = mkdtempSync(join(folder, `${database}-`))
  for (const name of names) {
    const t = context({ database, group: name, folder: own, short, seed, claims, secrets })
    const begin = performance.now()
    try {
      await GROUPS[name].run(t)
    } catch (error) {
      t.claim('runs to its end').check(false, `${error?.stack ?? error}`)
    } finally {
      await t.clean()
    }
    process.stderr.write(`${database} ${name}: ${Math.round((performance.now() - begin) / 1000)} s\n`)
    ended(claims)
  }
  return claims
}

/** What a group works with. */
function context({ database, group, folder, short, seed, claims, secrets }) {
  const below = generator(seed)
  const cleaning = []
  return {
    database,
    folder,
    short,
    seed,
    secrets,
    /** so often in the whole run, and in the short one */
    times: (whole, few) => (short ? few : whole),
    random: { below, hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join('') },
    claim(text) {
      const claim = new Claim(group, database, text)
      claims.push(claim)
      return claim
    },
    /**
     * Remembers a secret that was used; `table` is the one where it may stand as it is.
     * @param {string} kind
     * @param {string} value
     * @param {{ table?: string }} [options]
     */
    secret(kind, value, { table } = {}) {
      secrets.set(value, { kind, table })
      return value
    },
    /** Undone in the opposite order. */
    after: (work) => cleaning.push(work),
    async clean() {
      for (const work of cleaning.reverse()) await Promise.resolve(work()).catch((error) => process.stderr.write(`${error}\n`))
    },
    makeDatabase(base) {
      const made = makeDatabase(database, folder, base)
      this.after(() => made.drop())
      return made
    },
    /**
     * Starts four processes on a database of their own, with an administrator: `t.service`, `t.env`, `t.db`, `t.api`, `t.key` from then on.
     */
    async serve(env = {}, { db = undefined, dataDir = mkdtempSync(join(folder, 'data-')), ...options } = {}) {
      this.db = db ?? this.makeDatabase()
      this.dataDir = dataDir
      mkdirSync(join(dataDir, 'outbox'), { recursive: true })
      this.env = {
        DATABASE_URL: this.db.url,
        DATA_DIR: dataDir,
        SECRET: this.secret('SECRET', 'a secret of the torture run'),
        WORKERS: short ? '2' : '4',
        RATE_LIMIT: 'off',
        ...env,
      }
      const admin = await cli(this.env, 'create-admin', '--username', 'alice.admin')
      this.secret('API key', admin.api_key)
      this.secret('password', admin.password)
      this.admin = { ...admin, algorithm: 'SHA-256', apiKey: admin.api_key }
      this.key = { 'x-api-key': admin.api_key }
      await this.restart(options)
      this.after(() => this.service.kill())
      return this.service
    },
    /** Starts the service anew, on another port. */
    async restart(options) {
      this.service = await startService(folder, this.env, options)
      this.api = new Recorder(this.service.url, join(folder, 'answers.txt'), secrets)
      return this.service
    },
  }
}
