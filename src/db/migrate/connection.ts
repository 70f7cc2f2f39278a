/** One connection on which migrations are applied, one process at a time. */
export interface MigrationConnection {
  provider: 'sqlite' | 'postgresql'
  /** Waits until no other process migrates, makes Prisma's table where it is missing, and works. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** What Prisma's table says; nothing where there is none. */
  applied(): Promise<Applied[]>
  /** Runs a migration and records it, both or neither. */
  apply(sql: string, record: { id: string; checksum: string; name: string }): Promise<void>
  close(): Promise<void>
}

export interface Applied {
  migration_name: string
  checksum: string
  /** null for one that failed */
  finished_at: unknown
}

export const APPLIED = 'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL'

/** How long to wait for another process that migrates. Milliseconds. */
export const PATIENCE = 60_000
