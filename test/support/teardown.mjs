import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** After a run of everything: each status that the contract documents was seen in some test, or the run fails. */
export default function teardown(globalConfig) {
  const partial =
    globalConfig.testPathPatterns?.patterns?.length ||
    globalConfig.nonFlagArgs?.length ||
    globalConfig.testNamePattern ||
    globalConfig.runTestsByPath
  const folder = process.env.TEST_SEEN
  if (partial || !existsSync(folder)) return
  const seen = new Set(readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n')))
  const { paths } = JSON.parse(readFileSync(join(root, 'generated', 'openapi.json'), 'utf8'))
  const documented = Object.values(paths).flatMap((item) =>
    Object.values(item).flatMap((operation) =>
      Object.keys(operation.responses ?? {}).map((status) => `${operation.operationId} ${status}`),
    ),
  )
  const missing = documented.filter((pair) => !seen.has(pair))
  if (missing.length > 0) throw new Error(`documented, but met by no test:\n  ${missing.join('\n  ')}`)
}
