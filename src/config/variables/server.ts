import { join } from 'node:path'
import { repositoryUrl } from '../../lib/packageRoot.js'
import { folder, integer, secret, text, url, webOrigin } from '../parsers.js'
import { optional, required } from '../variable.js'

/** A path as the path of a `file:` URL. */
const inUrl = (path: string): string => path.replace(/[%?#]/g, encodeURIComponent)

/** Where the service listens, and where it keeps what it knows. */
export const serverVariables = {
  host: required({ name: 'HOST', group: 'server', doc: 'Address to listen on.', parse: text, fallback: '127.0.0.1' }),
  port: required({
    name: 'PORT',
    group: 'server',
    doc: 'Port to listen on; 0 lets the system choose.',
    parse: integer(0, 65_535),
    fallback: '8080',
  }),
  publicUrl: required({
    name: 'PUBLIC_URL',
    group: 'server',
    doc: 'Where people reach the service, `https://accounts.example.org`: links in mails begin with it. It has no path.',
    parse: webOrigin,
    fallback: ({ port }) => `http://localhost:${port}`,
    fallbackText: 'http://localhost:PORT',
  }),
  workers: required({
    name: 'WORKERS',
    group: 'server',
    doc: 'Processes that serve on this machine.',
    parse: integer(1, 64),
    fallback: '1',
  }),
  trustProxy: optional({
    name: 'TRUST_PROXY',
    group: 'server',
    doc: 'Reverse proxies that stand before the service; only then is `X-Forwarded-For` believed. Must be set when PUBLIC_URL is https, to 0 if there are none.',
    parse: integer(0, 16),
    fallbackText: '0',
  }),
  keepAliveTimeout: required({
    name: 'KEEP_ALIVE_TIMEOUT',
    group: 'server',
    doc: 'Seconds that an idle connection is kept. Longer than the reverse proxy keeps it, or now and then the proxy answers 502.',
    parse: integer(1, 3_600),
    fallback: '65',
  }),
  sourceUrl: required({
    name: 'SOURCE_URL',
    group: 'server',
    doc: 'Source code of the program as it runs here, linked on every page (AGPL section 13). Set it when you have changed the program.',
    parse: url('http://', 'https://'),
    fallback: () => repositoryUrl(),
    fallbackText: 'the repository',
  }),

  dataDir: required({
    name: 'DATA_DIR',
    group: 'data',
    doc: 'Folder of the database, the generated secret and the development outbox.',
    parse: folder,
    fallback: './data',
  }),
  databaseUrl: required({
    name: 'DATABASE_URL',
    group: 'data',
    doc: '`file:…` for SQLite, or `postgresql://user:password@host/database?schema=accounts`.',
    parse: url('file:', 'postgresql://', 'postgres://'),
    fallback: ({ dataDir }) => `file:${inUrl(join(String(dataDir), 'accounts.db'))}`,
    fallbackText: 'file:DATA_DIR/accounts.db',
    secret: 'credentials',
  }),
  readDatabaseUrl: optional({
    name: 'READ_DATABASE_URL',
    group: 'data',
    doc: 'Streaming replica of `DATABASE_URL`: lists, searches and the audit log of the API, and exports, are read there, as late as it is. All else, and they too while it is away, come from `DATABASE_URL`.',
    parse: url('postgresql://', 'postgres://'),
    secret: 'credentials',
  }),
  redisUrl: optional({
    name: 'REDIS_URL',
    group: 'data',
    doc: 'Redis that keeps used nonces and limits for several processes or machines; without it the database does.',
    parse: url('redis://', 'rediss://'),
    secret: 'credentials',
  }),
  secret: optional({
    name: 'SECRET',
    group: 'data',
    doc: 'Keys nonces, codes and sessions; the same on all machines that share a database.',
    parse: secret,
    fallbackText: 'made once in DATA_DIR/secret',
    secret: 'all',
  }),
}
