// Writes the documentation as one HTML file that needs neither a server nor the internet:
//   node scripts/docs.mjs [file]     generated/docs-static.html unless said otherwise
import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { bundleContract } from './lib/bundle.mjs'
import { redocScript, staticDocsPage } from './lib/docsPage.mjs'
import { GENERATED, writeWhole } from './lib/paths.mjs'

const file = process.argv[2] ? resolve(process.argv[2]) : join(GENERATED, 'docs-static.html')
mkdirSync(dirname(file), { recursive: true })
writeWhole(file, staticDocsPage(await bundleContract(), redocScript()))
process.stdout.write(`${file}\n`)
