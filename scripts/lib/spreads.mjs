import ts from 'typescript'

/**
 * Program text with `{ ...a, b }` written as `{ ...null, ...a, b }`, which means the same. Where an object begins with a spread and goes on, the V8 of
 * Node.js 20 makes a new hidden class each time: 1 to 11 µs, and garbage among the old objects. Log-ins cost a quarter less CPU by this, on Node.js 22
 * and newer nothing more (decision 0038).
 * @param {string} text JavaScript
 */
export function withCheapSpreads(text) {
  const file = ts.createSourceFile('program.js', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS)
  /** @type {number[]} */
  const places = []
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isObjectLiteralExpression(node)) {
      const [first, second] = node.properties
      if (first && second && ts.isSpreadAssignment(first)) places.push(first.getStart(file))
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  places.sort((a, b) => a - b)
  const parts = places.map((place, i) => text.slice(places[i - 1] ?? 0, place))
  return [...parts, text.slice(places.at(-1) ?? 0)].join('...null, ')
}
