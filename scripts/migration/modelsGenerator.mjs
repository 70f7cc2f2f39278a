// A generator for `prisma generate` (JSON-RPC over stdin and stderr): writes what Prisma made of the models to the file "output".
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line)
  if (method === 'generate') writeFileSync(params.generator.output.value, JSON.stringify(params.dmmf.datamodel))
  const result = method === 'getManifest' ? { manifest: { prettyName: 'models', defaultOutput: 'models.json' } } : null
  process.stderr.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`)
  if (method === 'generate') break
}
