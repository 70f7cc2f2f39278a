// Rules of ours for Redocly, beside those of redocly.yaml.

/** Parts that may stand at their place or be a component. Schemas are not among them: their names are types of clients. */
const PARTS = ['Parameter', 'Header', 'RequestBody', 'Response', 'Example']

/** A part that is used once stands at its place: a component would only make its reader turn pages. */
function ComponentUsedTwice() {
  const uses = new Map()
  return {
    ref: {
      leave(_node, { location, report }, resolved) {
        if (!resolved.location) return
        const { absolutePointer } = resolved.location
        if (!/\/components\/(parameters|headers|requestBodies|responses|examples)\/[^/]+$/.test(absolutePointer)) return
        const known = uses.get(absolutePointer) ?? { count: 0, report, location: resolved.location }
        uses.set(absolutePointer, { ...known, count: known.count + 1, from: location })
      },
    },
    Root: {
      leave(_root, { report }) {
        for (const { count, location } of uses.values())
          if (count === 1) report({ message: 'One place alone uses this component: write it there.', location })
      },
    },
  }
}

/** A part that is used twice is a component: two equal parts would have to be kept equal by hand. */
function NoEqualParts() {
  const seen = new Map()
  const look = {
    leave(node, { location, report }) {
      const text = JSON.stringify(node)
      const first = seen.get(text)
      if (first === undefined) seen.set(text, location.absolutePointer)
      else if (first !== location.absolutePointer)
        report({ message: `This says the same as ${first.replace(/^.*\//, '')}: make one component of both.`, location })
    },
  }
  return Object.fromEntries(PARTS.map((type) => [type, look]))
}

// biome-ignore lint/style/noDefaultExport: Redocly asks for it
export default () => ({
  id: 'house',
  rules: { oas3: { 'component-used-twice': ComponentUsedTwice, 'no-equal-parts': NoEqualParts } },
})
