import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from '../lib/paths.mjs'
import { run } from './run.mjs'
import { ARCHITECTURES } from './tarball.mjs'

const SOURCES = join(ROOT, 'deploy/debian')
const PROGRAM = 'usr/lib/flexisip-accounts'
const DOCUMENTATION = 'usr/share/doc/flexisip-accounts'
/** Where each shell looks for what completes a command when it is typed. */
const COMPLETIONS = {
  bash: 'usr/share/bash-completion/completions/flexisip-accounts',
  zsh: 'usr/share/zsh/vendor-completions/_flexisip-accounts',
  fish: 'usr/share/fish/vendor_completions.d/flexisip-accounts.fish',
}
const CONFIGURATION = '/etc/flexisip-accounts/env'

/** How Debian writes a version: 1.0.0-rc.1 comes before 1.0.0. */
const debianVersion = (version) => version.replace('-', '~')

/**
 * Makes the Debian package, the same bytes for the same files.
 * @param {string} folder where it is laid out
 * @param {{ installed: string, node: { binary: string, licence: string }, version: string, cpu: string, epoch: number, out: string }} options
 * @returns its file
 */
export function debianPackage(folder, { installed, node, version, cpu, epoch, out }) {
  const put = (from, to, mode = 0o644) => {
    const target = join(folder, to)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(from, target)
    chmodSync(target, mode)
  }
  cpSync(installed, join(folder, PROGRAM), { recursive: true })
  rmSync(join(folder, PROGRAM, 'bin'), { recursive: true }) // the command of the package is another
  put(node.binary, `${PROGRAM}/runtime/node`, 0o755)
  put(node.licence, `${PROGRAM}/runtime/LICENSE`)
  put(join(SOURCES, 'flexisip-accounts'), 'usr/bin/flexisip-accounts', 0o755)
  put(join(ROOT, 'deploy/systemd/flexisip-accounts.service'), 'usr/lib/systemd/system/flexisip-accounts.service')
  put(join(SOURCES, 'copyright'), `${DOCUMENTATION}/copyright`)
  for (const name of ['README.md', 'CHANGELOG.md']) put(join(ROOT, name), `${DOCUMENTATION}/${name}`)
  cpSync(join(ROOT, 'docs'), join(folder, DOCUMENTATION, 'docs'), { recursive: true })
  write(
    folder,
    'usr/share/man/man8/flexisip-accounts.8.gz',
    gzipSync(readFileSync(join(installed, 'generated/flexisip-accounts.8')), { level: 9 }),
  )
  for (const [shell, to] of Object.entries(COMPLETIONS)) {
    write(folder, to, run(process.execPath, [join(ROOT, 'dist/program/cli.js'), 'completion', shell], { cwd: folder }))
  }
  write(folder, CONFIGURATION, readFileSync(join(SOURCES, 'env.head'), 'utf8') + readFileSync(join(ROOT, '.env.example'), 'utf8'), 0o640)

  const control = { '@VERSION@': debianVersion(version), '@ARCHITECTURE@': ARCHITECTURES[cpu], '@SIZE@': sizeOf(folder) }
  const text = readFileSync(join(SOURCES, 'control'), 'utf8').replace(/@[A-Z]+@/g, (name) => control[name])
  write(folder, 'DEBIAN/control', text)
  write(folder, 'DEBIAN/conffiles', `${CONFIGURATION}\n`)
  write(folder, 'DEBIAN/md5sums', checksums(folder))
  put(join(SOURCES, 'templates'), 'DEBIAN/templates')
  for (const name of ['postinst', 'prerm', 'postrm']) put(join(SOURCES, name), `DEBIAN/${name}`, 0o755)
  run('chmod', ['-R', 'u=rwX,go=rX', folder])
  chmodSync(join(folder, CONFIGURATION), 0o640)

  const file = join(out, `flexisip-accounts_${debianVersion(version)}_${ARCHITECTURES[cpu]}.deb`)
  run('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', folder, file], { env: { SOURCE_DATE_EPOCH: String(epoch) } })
  return file
}

function write(folder, path, text, mode = 0o644) {
  const target = join(folder, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text, { mode })
}

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('DEBIAN/'))
    .sort()

/** In kibibytes, as dpkg counts. */
const sizeOf = (folder) => run('du', ['-sk', '--apparent-size', folder]).split('\t')[0]

function checksums(folder) {
  const files = filesOf(folder).filter((path) => `/${path}` !== CONFIGURATION)
  return run('md5sum', ['--', ...files], { cwd: folder })
}
