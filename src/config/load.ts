import { type Config, ConfigError, JOINED, type Joined, type PushConfig, type Values } from './config.js'
import { storedSecret } from './secret.js'
import { unknownText, unknownVariables } from './unknown.js'
import type { Variable } from './variable.js'
import { VARIABLES } from './variables.js'

/**
 * Turns variables into a configuration. Makes DATA_DIR, and SECRET inside it when none is given.
 * @throws ConfigError that names every fault
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const { values, push } = checkedValues(env)
  const { smsPerNumber, smsPerRange, smsPerAddress, smsTotal } = values
  const joined = new Set<string>(JOINED)
  const single = Object.fromEntries(Object.entries(values).filter(([key]) => !joined.has(key))) as Omit<Values, Joined>
  return Object.freeze({
    ...single,
    secret: values.secret ?? storedSecret(values.dataDir),
    push,
    smsDaily: { perNumber: smsPerNumber, perRange: smsPerRange, perAddress: smsPerAddress, total: smsTotal },
  })
}

/** The values of all variables. It writes nothing. @throws ConfigError that names every fault */
export function checkedValues(env: NodeJS.ProcessEnv): { values: Values; push: PushConfig } {
  const faults: string[] = []
  const values = readValues(env, faults)
  const push = pushOf(values, faults)
  checkTogether(values, faults)
  // what is missing stands there under a name that is a slip, perhaps
  if (faults.length > 0) throw new ConfigError([...faults, ...unknownVariables(env).map(unknownText)])
  return { values, push }
}

/** The value of each variable, by its own rule alone. A variable with a fault has the value of its fallback. */
function readValues(env: NodeJS.ProcessEnv, faults: string[]): Values {
  const values: Record<string, unknown> = {}
  for (const [key, variable] of Object.entries(VARIABLES) as [string, Variable<unknown>][])
    values[key] = valueFrom(variable, env, values, faults)
  return values as Values
}

function valueFrom(variable: Variable<unknown>, env: NodeJS.ProcessEnv, above: Record<string, unknown>, faults: string[]): unknown {
  const { name, parse, fallback } = variable
  const stand = (): unknown => (fallback === undefined ? undefined : parse(typeof fallback === 'function' ? fallback(above) : fallback))
  const given = env[name]?.trim()
  if (!given) return stand()
  try {
    return parse(given)
  } catch (error) {
    faults.push(`${name}: ${(error as Error).message}`)
    return stand()
  }
}

function checkTogether(values: Values, faults: string[]): void {
  const { port, metricsPort, sipDomain, sipDomains } = values
  if (metricsPort === port && port !== 0) faults.push('METRICS_PORT: must not be PORT')
  if (!sipDomains.includes(sipDomain)) faults.push(`SIP_DOMAINS: must contain SIP_DOMAIN (${sipDomain})`)
  if (values.turnUris.length > 0 !== (values.turnSecret !== undefined)) faults.push('TURN_URIS, TURN_SECRET: set both, or none')
  if (values.readDatabaseUrl !== undefined && values.databaseUrl.startsWith('file:'))
    faults.push('READ_DATABASE_URL: must not be set while DATABASE_URL is an SQLite file, which has no replica')
  if (values.captcha === 'hcaptcha' && (values.hcaptchaSiteKey === undefined || values.hcaptchaSecret === undefined))
    faults.push('CAPTCHA: hcaptcha needs HCAPTCHA_SITE_KEY and HCAPTCHA_SECRET')
}

function pushOf(values: Values, faults: string[]): PushConfig {
  const { pusherPath, fcmCredentialsFile, apnsKeyFile, apnsKeyId, apnsTeamId, vapidPublicKey, vapidPrivateKey, vapidSubject } = values
  const apns = allOrNone('APNS_KEY_FILE, APNS_KEY_ID, APNS_TEAM_ID', { keyFile: apnsKeyFile, keyId: apnsKeyId, teamId: apnsTeamId }, faults)
  const vapid = allOrNone(
    'VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT',
    { publicKey: vapidPublicKey, privateKey: vapidPrivateKey, subject: vapidSubject },
    faults,
  )
  return { pusherPath, apns, fcm: fcmCredentialsFile === undefined ? undefined : { credentialsFile: fcmCredentialsFile }, vapid }
}

/** Variables that mean something only together. */
function allOrNone<K extends string>(
  names: string,
  values: Record<K, string | undefined>,
  faults: string[],
): Record<K, string> | undefined {
  const given = Object.values(values).filter((value) => value !== undefined).length
  if (given === 0) return undefined
  if (given < Object.keys(values).length) {
    faults.push(`${names}: set all three, or none`)
    return undefined
  }
  return values as Record<K, string>
}
