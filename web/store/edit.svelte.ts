// A nested store: what a person changes in a form is changed on a copy, and is the record's only when it is committed.

export class Edit<T extends object> {
  /** Bind fields to its members. */
  copy: T = $state() as T;
  private origin: T;

  constructor(record: T) {
    this.origin = structuredClone($state.snapshot(record) as T);
    this.copy = structuredClone(this.origin);
  }

  get isChanged(): boolean {
    return Object.keys(this.changes).length > 0;
  }

  /** The members that differ, as a patch for /set. */
  get changes(): Partial<T> {
    const now = $state.snapshot(this.copy) as T;
    const differing = (Object.keys(now) as (keyof T)[]).filter(
      (name) => JSON.stringify(now[name]) !== JSON.stringify(this.origin[name]),
    );
    return Object.fromEntries(differing.map((name) => [name, now[name]])) as Partial<T>;
  }

  /** What is there now is what later changes are compared with. */
  commit(): T {
    this.origin = structuredClone($state.snapshot(this.copy) as T);
    return this.origin;
  }

  drop(): void {
    this.copy = structuredClone(this.origin);
  }
}
