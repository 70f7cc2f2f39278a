/** Where the accounts of FlexiAPI are here: some tens of bytes for each, as their contacts and lists come after all of them. */
export class TakenAccounts {
  private readonly ids = new Map<number, number>()
  private readonly spaces = new Map<number, number>()

  /** @param dryRun those that are made are gone again after their page: negative numbers stand for them */
  constructor(private readonly dryRun: boolean) {}

  /** @param was its id at FlexiAPI */
  add(was: number, { id, spaceId }: { id: number; spaceId: number }): void {
    this.ids.set(was, id)
    this.spaces.set(was, spaceId)
  }

  /** The same for one that this run makes. */
  addNew(was: number, { id, spaceId }: { id: number; spaceId: number }): void {
    this.add(was, { id: this.dryRun ? -1 - was : id, spaceId })
  }

  /** Undefined for one that was not taken. */
  idOf(was: number): number | undefined {
    return this.ids.get(was)
  }

  spaceOf(was: number): number | undefined {
    return this.spaces.get(was)
  }
}
