/** What cannot be tried on this machine. The message says why. */
export class Skipped extends Error {}
