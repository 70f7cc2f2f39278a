// runs on postgresql: SQLite has one machine, and no upgrade without a pause
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { testNeeding } from '../support/needs.js'

const ROLLING = join(packageRoot(), 'test', 'deploy', 'rolling.mjs')

testNeeding('postgresql')(
  'two processes are replaced by a newer version, one after the other, while 100 steps a second are served, and no answer is 5xx',
  async () => {
    const args = [ROLLING, '--seconds', '15', '--accounts', '500']
    const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
      const child = execFile(process.execPath, args, { maxBuffer: 1 << 24 }, (_, stdout, stderr) =>
        resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
      )
    })
    expect(output).toMatch(/^holds {3}no answer is 5xx$/m)
    expect(output).toMatch(/^holds {3}the newer version migrated the database meanwhile$/m)
    expect({ code, output }).toEqual({ code: 0, output })
  },
  120_000,
)
