import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from './folder.js'
import { useForAll } from './use.js'

/** A certificate that signs itself, in PEM: `cert` is also what a client has to trust. */
export interface TestCertificate {
  key: string
  cert: string
}

/** Makes a certificate for servers on this machine, under the names given. Needs the `openssl` command. */
export async function testCertificate(...names: string[]): Promise<TestCertificate> {
  const folder = await temporaryFolder()
  const [keyFile, certFile] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')]
  const alternatives = ['IP:127.0.0.1', ...['localhost', ...names].map((name) => `DNS:${name}`)].join(',')
  try {
    await promisify(execFile)('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      `subjectAltName=${alternatives}`,
      '-keyout',
      keyFile,
      '-out',
      certFile,
    ])
    return { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') }
  } finally {
    await folder.remove()
  }
}

/** A certificate for all tests of the block. */
export const useCertificate = (...names: string[]): TestCertificate =>
  useForAll(
    () => testCertificate(...names),
    () => undefined,
  )
