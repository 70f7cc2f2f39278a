/** Packages that are loaded on demand by their names: a bundle knows the default export of CommonJS alone. */
const ON_DEMAND = ['ioredis', 'mysql2', 'web-push']

/** What the built program loads of node_modules: packages with a binary, and those above. All others are in its own files. */
export const EXTERNAL = ['better-sqlite3', ...ON_DEMAND]
