import { SaxesParser } from 'saxes'

/** A document by which an app sets itself up, as the app has it afterwards: entries by section and name. */
export type Lpconfig = Record<string, Record<string, string>>

const NAMESPACE = 'http://www.linphone.org/xsds/lpconfig.xsd'

/**
 * Reads a document as liblinphone does, and holds it against what that breaks on: one root `config`, `overwrite="true"` to the letter, no empty or repeated name, no
 * comment and no CDATA in a value, no white space around it, at most one auth_info, which is number 0, has no password in clear, and an algorithm that fits its ha1.
 * @throws Error that says what is wrong
 */
export function readLpconfig(xml: string): Lpconfig {
  const read: Lpconfig = {}
  const open: string[] = []
  let section = ''
  let entry = ''
  const parser = new SaxesParser({ xmlns: true })
  const fail = (what: string): never => {
    throw new Error(`${what}\n${xml}`)
  }
  parser.on('error', (error) => fail(error.message))
  parser.on('comment', () => fail('a comment'))
  parser.on('cdata', () => fail('CDATA'))
  parser.on('doctype', () => fail('a DOCTYPE'))
  parser.on('processinginstruction', () => fail('a processing instruction'))
  parser.on('opentag', ({ local, uri, attributes }) => {
    const expected = ['config', 'section', 'entry'][open.length]
    if (local !== expected || uri !== NAMESPACE) fail(`<${local}> of ${uri} in ${open.join('/')}`)
    open.push(local)
    const name = attributes.name?.value
    if (local !== 'config' && !name) fail('an empty name')
    for (const { value } of Object.values(attributes)) if (value === '') fail('an empty attribute')
    if (local === 'section') {
      section = name!
      if (section in read) fail(`the section ${section} twice`)
      read[section] = {}
    }
    if (local === 'entry') {
      if (attributes.overwrite?.value !== 'true') fail(`${section}/${name} does not overwrite`)
      entry = name!
      if (entry in read[section]!) fail(`the entry ${section}/${entry} twice`)
      read[section]![entry] = ''
    }
  })
  parser.on('text', (text) => {
    if (open.length === 3) read[section]![entry] += text
    else if (text.trim() !== '') fail(`text in ${open.join('/')}`)
  })
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  const infos = Object.keys(read).filter((name) => name.startsWith('auth_info_'))
  if (infos.length > 1 || (infos[0] ?? 'auth_info_0') !== 'auth_info_0') fail(`the sections ${infos}`)
  for (const [name, entries] of Object.entries(read))
    for (const [key, value] of Object.entries(entries))
      if (value !== value.trim()) fail(`white space around ${name}/${key}, which apps keep`)
  const { auth_info_0: info, proxy_0: proxy } = read
  if ((info === undefined) !== (proxy === undefined)) fail('auth_info_0 and proxy_0 go together')
  for (const name of ['username', 'domain', 'realm', 'algorithm']) if (info && !info[name]) fail(`auth_info_0 lacks ${name}`)
  const length = { MD5: 32, 'SHA-256': 64 }[info?.algorithm ?? 'MD5']
  if (info && (info.passwd !== undefined || length === undefined))
    fail('auth_info_0 has a password in clear, or an algorithm that apps do not know')
  if (info?.ha1 !== undefined && info.ha1.length !== length) fail('the ha1 is not of its algorithm')
  for (const name of ['reg_identity', 'reg_proxy', 'realm']) if (proxy && !proxy[name]) fail(`proxy_0 lacks ${name}`)
  return read
}
