/** How requests are held against the contract: all faults are told at once, and nothing is converted silently. */
export const AJV_OPTIONS = { allErrors: true, verbose: true, strict: false, coerceTypes: false } as const
