// What a benchmark ran on, as its results say it.
import { cpus, release, totalmem } from 'node:os'
import pg from 'pg'

/**
 * The day and the machine of a run, with PostgreSQL's version where it was asked.
 * @param {string[]} kinds the databases of the run
 */
export async function whereAndWhen(kinds) {
  return { measured: new Date().toISOString().slice(0, 10), machine: await machine(kinds) }
}

async function machine(kinds) {
  const text = `${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}`
  if (!kinds.includes('postgresql')) return text
  const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL })
  await client.connect()
  const { rows } = await client.query('show server_version')
  await client.end()
  return `${text}, PostgreSQL ${rows[0].server_version} on the same machine`
}
