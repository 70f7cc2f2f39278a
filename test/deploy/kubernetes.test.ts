// runs once: no database is in it
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { parseAllDocuments } from 'yaml'
import { VARIABLES } from '../../src/config/variables.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { contract } from '../support/contract.js'

const FOLDER = join(packageRoot(), 'deploy', 'kubernetes')
const files = readdirSync(FOLDER).filter((name) => name !== 'kustomization.yaml')
const documents = (name: string): any[] => parseAllDocuments(readFileSync(join(FOLDER, name), 'utf8')).map((document) => document.toJS())
const all = files.flatMap(documents)
const [kustomization] = documents('kustomization.yaml')
const the = (kind: string): any => all.find((one) => one.kind === kind)

/** What Kubernetes does not know of a manifest, by the types that are made of its schema (1.30): a literal has no member that its type has not. */
function faultsIn(manifest: any): string[] {
  const [group, version] = manifest.apiVersion.includes('/') ? manifest.apiVersion.split('/') : ['core', manifest.apiVersion]
  const source = `import type { ${manifest.kind} } from 'kubernetes-types/${group.split('.')[0]}/${version}'
    export const manifest: ${manifest.kind} = ${JSON.stringify(manifest)}`
  const file = join(packageRoot(), 'test', 'deploy', `${manifest.kind}.manifest.ts`)
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022 },
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (name) => name === file || fileExists(name)
  host.readFile = (name) => (name === file ? source : readFile(name))
  host.getSourceFile = (name, ...more) =>
    name === file ? ts.createSourceFile(name, source, options.target!) : getSourceFile(name, ...more)
  const program = ts.createProgram([file], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

describe('the manifests for Kubernetes', () => {
  test('are all in the kustomization', () => {
    expect([...kustomization.resources].sort()).toEqual([...files].sort())
    expect(kustomization.namespace).toBe(the('Namespace').metadata.name)
  })

  test.each(all.map((manifest) => [manifest.kind, manifest]))('%s has what its schema has', (_, manifest) => {
    expect(faultsIn(manifest)).toEqual([])
  })

  test('are looked at: what the schema does not have is found', () => {
    const wrong = structuredClone(the('Deployment'))
    wrong.spec.template.spec.containers[0].readynessProbe = {}
    expect(faultsIn(wrong)).toEqual([expect.stringContaining('readynessProbe')])
    const text = structuredClone(the('Deployment'))
    text.spec.replicas = 'two'
    expect(faultsIn(text)).toEqual([expect.stringContaining("'string' is not assignable to type 'number'")])
  })

  test('select the pods of the deployment, at ports that they have', () => {
    const { labels } = the('Deployment').spec.template.metadata
    for (const selector of [
      the('Deployment').spec.selector.matchLabels,
      the('Service').spec.selector,
      the('PodDisruptionBudget').spec.selector.matchLabels,
      the('NetworkPolicy').spec.podSelector.matchLabels,
    ])
      expect(labels).toMatchObject(selector)
    const [container] = the('Deployment').spec.template.spec.containers
    const ports = container.ports.map(({ name }: { name: string }) => name)
    expect(ports).toContain(the('Service').spec.ports[0].targetPort)
    for (const { ports: allowed } of the('NetworkPolicy').spec.ingress) expect(ports).toContain(allowed[0].port)
    const { service } = the('Ingress').spec.rules[0].http.paths[0].backend
    expect(service).toEqual({ name: the('Service').metadata.name, port: { name: the('Service').spec.ports[0].name } })
  })

  test('set variables that there are, and ask what the contract has', () => {
    const known = new Set(Object.values(VARIABLES).map(({ name }) => name))
    const { data } = the('ConfigMap')
    const [container] = the('Deployment').spec.template.spec.containers
    expect(Object.keys(data).filter((name) => !known.has(name))).toEqual([])
    expect(container.envFrom[0].configMapRef.name).toBe(the('ConfigMap').metadata.name)
    for (const probe of [container.startupProbe, container.readinessProbe, container.livenessProbe])
      expect(Object.keys(contract.paths)).toContain(probe.httpGet.path.replace('/api', ''))
    expect(String(container.ports[1].containerPort)).toBe(data.METRICS_PORT)
  })

  test('give a pod the time to stop in good order, and never take both away', () => {
    const { strategy, template } = the('Deployment').spec
    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(Number(the('ConfigMap').data.STOP_DELAY) + 10)
    expect(strategy.rollingUpdate.maxUnavailable).toBe(0)
    expect(template.spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(template.spec.securityContext.runAsNonRoot).toBe(true)
  })
})
