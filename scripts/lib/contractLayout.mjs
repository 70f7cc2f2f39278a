// How the files of the contract hang together. src/contract/README.md says it in words.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ROOT } from './paths.mjs'

/** The hand-written contract. */
const MAIN = 'openapi.yaml'
const FOLDER = 'src/contract'
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** openapi.yaml, then the files of the areas in the order of the tags. */
export function readSources() {
  const read = (file) => ({ file, document: parse(readFileSync(join(ROOT, file), 'utf8')) })
  const main = read(MAIN)
  const areas = main.document.tags.map(({ name }) => `${FOLDER}/${name}.yaml`).filter((file) => existsSync(join(ROOT, file)))
  return [main, ...areas.map(read)]
}

/**
 * The faults of the layout, one text for each. `bundled` is the contract in one piece.
 * @param {any[]} sources
 */
export function layoutFaults([main, ...areas], bundled) {
  return [
    ...areaFaults(main.document, areas),
    ...pathFaults(main.document.paths, areas),
    ...areas.flatMap(referenceFaults),
    ...componentFaults([main, ...areas], bundled.components),
  ]
}

/** Each tag has its file and each file its tag. */
function areaFaults({ tags }, areas) {
  const wanted = tags.map(({ name }) => `${FOLDER}/${name}.yaml`)
  const found = areas.map(({ file }) => file)
  const others = readdirSync(join(ROOT, FOLDER))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${FOLDER}/${name}`)
  return [
    ...wanted.filter((file) => !found.includes(file)).map((file) => `the tag of ${file} has no such file`),
    ...others.filter((file) => !wanted.includes(file)).map((file) => `${file} has no tag in ${MAIN}`),
  ]
}

/** Each path of an area has its line in openapi.yaml, in the order of the tags, and its operations have the area's tag. */
function pathFaults(listed, areas) {
  const written = areas.flatMap(({ file, document }) => Object.entries(document.paths).map(([path, item]) => ({ file, path, item })))
  /** @type {[path: string, ref: string][]} */
  const wanted = written.map(({ file, path }) => [path, `./${file}#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`])
  /** @type {[path: string, ref: string][]} */
  const lines = Object.entries(listed).map(([path, { $ref }]) => [path, $ref])
  const line = ([path, ref]) => `  ${path}: { $ref: '${ref}' }`
  const missing = wanted.filter(([path, ref]) => listed[path]?.$ref !== ref)
  const superfluous = lines.filter(([path]) => !wanted.some(([one]) => one === path))
  const unordered = missing.length + superfluous.length === 0 && lines.map(line).join() !== wanted.map(line).join()
  return [
    ...missing.map((one) => `${MAIN} lacks the line${line(one)}`),
    ...superfluous.map(([path]) => `${MAIN} has the path ${path}, which no area has`),
    ...(unordered ? [`the paths of ${MAIN} are not in the order of the tags and of their files`] : []),
    ...written.flatMap(({ file, path, item }) =>
      METHODS.filter((method) => item[method] && `${FOLDER}/${item[method].tags}.yaml` !== file).map(
        (method) => `${method.toUpperCase()} ${path} has another tag than that of ${file}`,
      ),
    ),
  ]
}

/** An area refers to itself and to openapi.yaml, which holds the parts that areas share. */
function referenceFaults({ file, document }) {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference)
  const foreign = references.filter((reference) => !/^(\.\.\/\.\.\/openapi\.yaml)?#\/components\//.test(reference))
  return foreign.map((reference) => `${file} refers to ${reference}: parts that two areas share belong into ${MAIN}`)
}

/** Each component has a name of its own, and is used. */
function componentFaults(sources, bundled) {
  const homes = new Map()
  return sources.flatMap(({ file, document }) =>
    Object.entries(document.components ?? {}).flatMap(([section, parts]) =>
      Object.keys(parts).flatMap((name) => {
        const component = `components/${section}/${name}`
        const taken = homes.get(component)
        homes.set(component, file)
        if (taken) return [`${component} is in ${taken} and in ${file}: give one another name`]
        return bundled[section]?.[name] ? [] : [`nothing uses ${component} of ${file}`]
      }),
    ),
  )
}
