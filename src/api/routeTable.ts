/** A path template's place in the tree. */
interface Node<T> {
  literal: Map<string, Node<T>>
  parameter?: Node<T>
  methods?: Map<string, { value: T; names: string[] }>
}

export interface Match<T> {
  value: T
  params: Record<string, string>
}

/**
 * The contract's paths as a tree: a look-up costs the number of segments of the path, whatever the number of operations. Literal segments
 * win over parameters (OpenAPI 3.0.3, "Paths Object").
 */
export class RouteTable<T> {
  private readonly root: Node<T> = { literal: new Map() }

  add(method: string, template: string, value: T): void {
    const names: string[] = []
    let node = this.root
    for (const part of segments(template)) {
      const name = /^\{(.+)\}$/.exec(part)?.[1]
      if (name === undefined) {
        let below = node.literal.get(part)
        if (!below) {
          below = { literal: new Map() }
          node.literal.set(part, below)
        }
        node = below
      } else {
        names.push(name)
        node = node.parameter ??= { literal: new Map() }
      }
    }
    node.methods ??= new Map()
    node.methods.set(method, { value, names })
  }

  /** The operation, or the methods that the path knows when it is another one, or undefined when there is no such path. */
  find(method: string, path: string): Match<T> | string[] | undefined {
    const parts = segments(path)
    const values: string[] = []
    const leaf = walk(this.root, parts, 0, values, method) ?? walk(this.root, parts, 0, values)
    const hit = leaf?.methods?.get(method)
    if (!leaf || !hit) return leaf && [...leaf.methods!.keys()]
    const params: Record<string, string> = {}
    for (let i = 0; i < values.length; i++) params[hit.names[i]!] = decode(values[i]!)
    return { value: hit.value, params }
  }
}

/** `/a/b`, and `/a/b/` too, are a, b; `/` has no segment. */
function segments(path: string): string[] {
  const parts = path.split('/')
  parts.shift()
  if (parts.at(-1) === '') parts.pop()
  return parts
}

function walk<T>(node: Node<T>, parts: string[], at: number, values: string[], method?: string): Node<T> | undefined {
  if (at === parts.length) return node.methods && (method === undefined || node.methods.has(method)) ? node : undefined
  const part = parts[at]!
  const literal = node.literal.get(part)
  const found = literal && walk(literal, parts, at + 1, values, method)
  if (found || !node.parameter || part === '') return found
  const length = values.push(part)
  const below = walk(node.parameter, parts, at + 1, values, method)
  if (!below) values.length = length - 1
  return below
}

/** Percent-decoded; as it is when it cannot be. */
function decode(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
