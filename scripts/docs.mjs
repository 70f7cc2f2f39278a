// Writes the documentation as one HTML file that needs neither a server nor the internet, and the manual page of the program:
//   node scripts/docs.mjs [file]     generated/docs-static.html unless said otherwise, and generated/flexisip-accounts.8
// Its link to the source leads to the repository, or to SOURCE_URL.
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { bundleContract } from './lib/bundle.mjs'
import { redocScript, staticDocsPage } from './lib/docsPage.mjs'
import { manPage } from './lib/manPage.mjs'
import { GENERATED, ROOT, writeWhole } from './lib/paths.mjs'

const file = process.argv[2] ? resolve(process.argv[2]) : join(GENERATED, 'docs-static.html')
const { repository } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const source = process.env.SOURCE_URL || repository.url.replace(/^git\+|\.git$/g, '')
mkdirSync(dirname(file), { recursive: true })
writeWhole(file, staticDocsPage(await bundleContract(), source, redocScript()))
const manual = join(GENERATED, 'flexisip-accounts.8')
writeWhole(manual, await manPage())
process.stdout.write(`${file}\n${manual}\n`)
