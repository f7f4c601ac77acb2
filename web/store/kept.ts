// What outlives the page in this browser (IndexedDB): rows of one kind, in the order they were put in, each person's own.
// A browser that keeps nothing (private windows, none in tests) keeps them as long as the page is there.

interface Row<T> {
  key?: number;
  owner: string;
  value: T;
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

const names = ['outbox', 'drafts'];
let database: Promise<IDBDatabase | null> | undefined;

function open(): Promise<IDBDatabase | null> {
  database ??= new Promise((resolve) => {
    if (typeof indexedDB === 'undefined') return resolve(null);
    const request = indexedDB.open('bailey', 1);
    request.onupgradeneeded = () => {
      for (const name of names) request.result.createObjectStore(name, { keyPath: 'key', autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
  return database;
}

export class Kept<T> {
  private readonly memory = new Map<number, Row<T>>();
  private counter = 0;

  constructor(private readonly name: 'outbox' | 'drafts') {}

  async all(owner: string): Promise<{ key: number; value: T }[]> {
    const store = await this.store('readonly');
    const rows = store ? await result(store.getAll() as IDBRequest<Row<T>[]>) : [...this.memory.values()];
    return rows.filter((row) => row.owner === owner).map((row) => ({ key: row.key ?? 0, value: row.value }));
  }

  async add(owner: string, value: T): Promise<number> {
    const store = await this.store('readwrite');
    if (store) return Number(await result(store.add({ owner, value })));
    const key = ++this.counter;
    this.memory.set(key, { key, owner, value });
    return key;
  }

  async put(owner: string, key: number, value: T): Promise<void> {
    const store = await this.store('readwrite');
    if (store) await result(store.put({ key, owner, value }));
    else this.memory.set(key, { key, owner, value });
  }

  async remove(key: number): Promise<void> {
    const store = await this.store('readwrite');
    if (store) await result(store.delete(key));
    else this.memory.delete(key);
  }

  private async store(mode: IDBTransactionMode): Promise<IDBObjectStore | null> {
    const base = await open();
    return base ? base.transaction(this.name, mode).objectStore(this.name) : null;
  }
}
