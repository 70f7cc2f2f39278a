import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startApp, type TestApp } from '../support/app.js'
import { operations } from '../support/contract.js'
import type { InstalledSdk } from './install.js'

const SAMPLES = operations.flatMap((operation) => {
  const { operationId, 'x-codeSamples': samples = [] } = operation as typeof operation & {
    'x-codeSamples'?: { lang: string; source: string }[]
  }
  return samples.map(({ lang, source }) => ({ operationId, lang, source }))
})
/** What is invented in the contract, to be replaced by what this service has. */
const BASE = 'https://sip.example.org/api'
const KEY = '0fHq3mXc7vTzR1bWkP9sLdYuJ5nGaE2i'
const TOKEN = 'tOk3nFr0mPu5h'
const CODE = 'c4R0lK3yAbCdE'

/** Runs the code samples of the contract against a service that has its cast. */
export function sampleTests(installed: () => InstalledSdk): void {
  const shell = async (source: string): Promise<string> => (await promisify(execFile)('bash', ['-c', source])).stdout

  test.each([
    ['Shell', (source: string) => shell(source)],
    ['JavaScript', (source: string) => installed().run(source)],
  ])('runs the samples in %s', async (lang, run) => {
    const app = await startApp()
    try {
      const samples = SAMPLES.filter((sample) => sample.lang === lang)
      expect(samples.length).toBeGreaterThanOrEqual(8)
      const real = await cast(app)
      for (const { operationId, source } of samples) {
        const token = operationId === 'createAccountWithToken' ? (await app.outbox.last('push')).data.token! : ''
        const output = await run(
          source.replaceAll(BASE, `${app.url}/api`).replace(KEY, real.key).replace(CODE, real.code).replace(TOKEN, token),
        )
        expect([operationId, output]).toEqual([operationId, expect.not.stringMatching(/"?code"?:|^\s*$/)])
      }
      // they really did what they say
      for (const path of ['dave.example', 'erin.example', 'carol']) {
        expect((await app.api.get(`/api/accounts/${path}@sip.example.org/info`)).body).toMatchObject({ activated: true })
      }
    } finally {
      await app.close()
    }
  })

  test('has every sample ask the address of its operation', () => {
    for (const { operationId, source } of SAMPLES.filter(({ lang }) => lang !== 'JavaScript')) {
      const { path } = operations.find((operation) => operation.operationId === operationId)!
      expect(source).toContain(`${BASE}${path.replace('{sip}', 'carol@sip.example.org')}`)
    }
  })
}

async function cast(app: TestApp): Promise<{ key: string; code: string }> {
  const alice = await app.make.admin({ username: 'alice' })
  await app.make.user({ username: 'bob' })
  const carol = await app.make.unconfirmed({ username: 'carol' })
  return { key: alice.apiKey, code: carol.record.confirmationKey! }
}
