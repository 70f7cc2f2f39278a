// Two people who fill in one form at once.

/** A field that two people have changed: what it is now, and what the second one entered. */
export interface Either {
  name: string
  label: string
  theirs: { value: string; text: string }
  mine: { value: string; text: string }
}

/** What somebody else changed while a form was filled in. views/conflict.eta shows it. */
export interface Conflict {
  /** of which one has to be chosen */
  either: Either[]
  /** how the fields are called that only the other one has changed */
  others: string[]
}

export type Values = Record<string, string>

/** What a form held when it was shown, as it says itself: `{}` for what is none of ours, and then every difference is to be chosen from. */
export function valuesIn(text: string): Values {
  try {
    return Object(JSON.parse(text)) as Values
  } catch {
    return {}
  }
}

/** How the fields of a form are called, and what they say, for the reader. */
export interface FieldWords {
  label: (name: string) => string
  text: (name: string, value: string) => string
}

/** Puts together what two people have entered: each field is whose who changed it, and to be chosen where both have. */
export function merge({ label, text }: FieldWords, now: Values, was: Values, entered: Values): { values: Values; conflict: Conflict } {
  const values = { ...now }
  const conflict: Conflict = { either: [], others: [] }
  for (const name of Object.keys(now)) {
    const [theirs, mine] = [now[name] ?? '', (entered[name] ?? '').trim()]
    if (mine === theirs) continue
    if (mine === was[name]) conflict.others.push(label(name))
    else if (theirs === was[name]) values[name] = mine
    else {
      const side = (value: string) => ({ value, text: text(name, value) })
      conflict.either.push({ name, label: label(name), theirs: side(theirs), mine: side(mine) })
    }
  }
  return { values, conflict }
}
