// Does what a Dockerfile says, without Docker: each stage is a folder, each RUN happens in it by chroot. It knows the instructions that ours has.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DockerfileParser, ModifiableInstruction } from 'dockerfile-ast'

/**
 * It mounts /dev and /proc in the stages: call it in a mount namespace of its own (`unshare --mount`).
 * @typedef {{ root: string, name?: string, env: Record<string, string>, workdir: string, user: string, volumes: string[], entrypoint: string[], cmd: string[], healthcheck: string[] }} Stage
 * @param {string} text of the Dockerfile
 * @param {{ context: string, folder: string, base: (image: string) => string, env: Record<string, string>, say: (what: string) => void }} options
 *   context: the folder that COPY reads; folder: an empty one for the stages; base: the folder of an image; env: of this machine, for RUN alone
 * @returns {Stage} the last one
 */
export function build(text, { context, folder, base, env, say }) {
  /** @type {Stage[]} */
  const stages = []
  let stage = /** @type {Stage} */ (/** @type {unknown} */ (undefined))
  const inside = (path) => join(stage.root, path.startsWith('/') ? path : join(stage.workdir, path))

  /** @type {Record<string, (words: string[], raw: string) => void>} */
  const instructions = {
    FROM([image = '', , name]) {
      const root = join(folder, String(stages.length))
      execFileSync('cp', ['-a', base(image), root])
      execFileSync('mount', ['--bind', '/dev', join(root, 'dev')])
      execFileSync('mount', ['-t', 'proc', 'proc', join(root, 'proc')])
      stage = { root, name, env: {}, workdir: '/', user: 'root', volumes: [], entrypoint: [], cmd: [], healthcheck: [] }
      stages.push(stage)
    },
    ENV(words) {
      for (const word of words) stage.env[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1)
    },
    WORKDIR([path = '']) {
      stage.workdir = join(stage.workdir, path)
      mkdirSync(inside('.'), { recursive: true })
    },
    USER([user = '']) {
      stage.user = user
    },
    VOLUME(paths) {
      stage.volumes.push(...paths)
    },
    COPY(words) {
      const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length)
      const paths = words.filter((word) => !word.startsWith('--'))
      const to = /** @type {string} */ (paths.pop())
      const source = from === undefined ? context : stages.find(({ name }) => name === from)?.root
      if (source === undefined) throw new Error(`COPY --from=${from}: there is no such stage`)
      for (const path of paths) copy(join(source, path), inside(to), to.endsWith('/') || paths.length > 1)
    },
    RUN(_, raw) {
      run(stage, ['/bin/sh', '-c', raw], env)
    },
    ENTRYPOINT(_, raw) {
      stage.entrypoint = JSON.parse(raw)
    },
    CMD(_, raw) {
      stage.cmd = JSON.parse(raw)
    },
    HEALTHCHECK(_, raw) {
      stage.healthcheck = JSON.parse(raw.slice(raw.indexOf('[')))
    },
    LABEL: () => undefined,
    EXPOSE: () => undefined,
  }

  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword()
    const begin = performance.now()
    const perform = instructions[keyword]
    if (!perform) throw new Error(`${keyword} is not known here`)
    const raw = (instruction.getRawArgumentsContent() ?? '').replace(/\\\n/g, '')
    const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : []
    perform([...flags.map((flag) => `--${flag.getName()}=${flag.getValue()}`), ...raw.split(/\s+/)], raw)
    const seconds = ((performance.now() - begin) / 1000).toFixed(1)
    say(`${seconds.padStart(6)} s  ${keyword} ${raw.replace(/\s+/g, ' ').slice(0, 90)}`)
  }
  return stage
}

/** Runs a command inside of a stage, with nothing of our own environment but what `env` has. @returns {string} what it said */
export function run(stage, command, env = {}) {
  const variables = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', ...env, ...stage.env }
  const words = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  // chroot's program begins in /
  const there = ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', stage.workdir, ...command]
  return execFileSync('chroot', [`--userspec=${stage.user}`, stage.root, 'env', '-i', ...words, ...there], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** As COPY does: of a folder what is in it, and a file into a folder, or under a new name. */
function copy(from, to, isFolder) {
  if (!existsSync(from)) throw new Error(`COPY: there is no ${from}`)
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true })
    execFileSync('cp', ['-a', `${from}/.`, to])
    return
  }
  const target = isFolder || (existsSync(to) && statSync(to).isDirectory()) ? join(to, basename(from)) : to
  mkdirSync(join(target, '..'), { recursive: true })
  rmSync(target, { force: true })
  cpSync(from, target)
}
