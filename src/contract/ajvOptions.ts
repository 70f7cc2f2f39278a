/**
 * How requests are held against the contract: all faults are told at once, and nothing is converted silently. The schemas themselves are checked
 * when the contract changes, not at each start.
 */
export const AJV_OPTIONS = { allErrors: true, verbose: true, strict: false, coerceTypes: false, validateSchema: false } as const
