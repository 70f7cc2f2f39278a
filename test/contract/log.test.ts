// runs once: it reads the sources
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'

const SRC = join(packageRoot(), 'src')

test('every line of the log has an `event` to search for (src/run/README.md)', () => {
  const files = (readdirSync(SRC, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts'))
  const calls = files.flatMap((file) =>
    [...readFileSync(join(SRC, file), 'utf8').matchAll(/\blog(?:\.(?:trace|debug|info|warn|error|fatal)|\[level\])\(\s*(.{0,60})/g)].map(
      ([, start]) => ({ file, start: start! }),
    ),
  )
  expect(calls.length).toBeGreaterThan(20)
  expect(calls.filter(({ start }) => !/^\{\s*(?:err: error, )?event: /.test(start)).map(({ file, start }) => `${file}: ${start}`)).toEqual(
    [],
  )
})
